import { clientAddress } from "@/server/domain/client-address";
import { getDeps } from "@/server/deps";

// For hosts that offer nothing but Next; the Node server answers these paths before Next sees them.
const handle = async (request: Request) => {
  const { env, runtimeApi } = await getDeps();
  return runtimeApi.handle(request, { address: clientAddress(undefined, request.headers.get("x-forwarded-for") ?? undefined, env.SIGNALBOX_PROXIES) });
};

export { handle as GET, handle as POST, handle as PUT };
