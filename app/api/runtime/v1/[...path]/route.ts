import { getDeps } from "@/server/deps";

// For hosts that offer nothing but Next; the Node server answers these paths before Next sees them.
const handle = async (request: Request) => (await getDeps()).runtimeApi.handle(request, { address: "unknown" });

export { handle as GET, handle as POST, handle as PUT };
