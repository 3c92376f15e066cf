import { createHash, timingSafeEqual } from "node:crypto";
import type { Deps } from "../deps";
import { type Answer, problem } from "../runtime-api/answers";
import { runDueJobs, type RunOptions } from "./run-due-jobs";

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * `POST /api/cron`, for hosts that keep no process between requests: does what is due, once, and tells what. 404 where
 * SIGNALBOX_CRON_SECRET is not set, 401 where the bearer is another, 500 where a job failed.
 */
export async function answerCron(deps: Deps, authorization: string | null, options: RunOptions = {}): Promise<Answer> {
  const secret = deps.env.SIGNALBOX_CRON_SECRET;
  if (secret === undefined) return problem(404, "There is nothing here. Set SIGNALBOX_CRON_SECRET to have background work called for.");
  // Hashes have one length, so that the time tells nothing of the secret.
  if (!timingSafeEqual(hash(authorization ?? ""), hash(`Bearer ${secret}`)))
    return problem(401, "Send the value of SIGNALBOX_CRON_SECRET as Authorization: Bearer.", undefined, { "WWW-Authenticate": "Bearer" });
  const outcome = await runDueJobs(deps, options);
  return {
    status: outcome.failed.length > 0 ? 500 : 200,
    body: JSON.stringify(outcome),
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  };
}
