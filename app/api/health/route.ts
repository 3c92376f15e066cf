import { getDeps } from "@/server/deps";

export const dynamic = "force-dynamic";

/** 200 while this process serves and its database answers; for balancers and container health checks. */
export async function GET(): Promise<Response> {
  const { db } = await getDeps();
  await db.read.get("SELECT 1");
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
