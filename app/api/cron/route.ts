import { answerCron } from "@/server/background/cron";
import { getDeps } from "@/server/deps";

/** For hosts without long-lived processes: does the background work that is due. */
export async function POST(request: Request): Promise<Response> {
  const { status, body, headers } = await answerCron(await getDeps(), request.headers.get("authorization"));
  return new Response(body, { status, headers });
}
