import { getRestApi } from "@/server/rest-api/process-rest-api";

const handle = async (request: Request) => {
  const api = await getRestApi();
  return api.handle(request, { address: request.headers.get("x-forwarded-for") ?? "unknown" });
};

export { handle as DELETE, handle as GET, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
