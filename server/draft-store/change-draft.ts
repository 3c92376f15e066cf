import type { Executor } from "../../db/client";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import type { DraftState } from "./draft-state";
import { isDraftStill, loadDraft } from "./load-draft";

/** What comes of a draft as it was read: an answer without a write, or a short write. */
export type Plan<Answer> = { answer: Answer } | { write: (tx: Executor) => Promise<Answer> };

/** Each try that fails is another's write that went through. */
const MOST_TRIES = 25;

/**
 * Writes what was planned for exactly the draft, and what is live, that the plan was made for: where either moved meanwhile
 * nothing is written, and it is planned again. All that takes long is done in the plan, so that no other writer waits for it.
 * Throws `not_found`, and `conflict` where others write all the time.
 */
export async function changeDraft<Answer>(ctx: OrgContext, groupId: string, plan: (state: DraftState) => Promise<Plan<Answer>>): Promise<Answer> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const state = await loadDraft(ctx, groupId);
    const planned = await plan(state);
    if ("answer" in planned) return planned.answer;
    const written = await ctx.org.db.write(async (tx) => ((await isDraftStill(ctx, state, tx)) ? { answer: await planned.write(tx) } : undefined));
    if (written) return written.answer;
  }
  throw new DomainError("conflict", "Others change the draft all the time; try again.");
}
