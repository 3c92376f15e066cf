import { isError } from "../domain/config-document/finding";
import type { DraftFinding, DraftSaved } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import { appendStep, type NewStep } from "./append-step";
import { checkDrafted } from "./check-drafted";
import type { DraftState } from "./draft-state";

/**
 * Checks the changes against the draft that they were made from, and adds them as a step. Nothing is written where there is an
 * error, somebody else was faster, or a revision was seen that the draft never had. Without a change there is no step. `findings`: what was found before; `isChecked`: that is all there is to find.
 */
export async function takeChanges(
  ctx: OrgContext,
  state: DraftState,
  step: NewStep & { isChecked?: boolean },
  findings: readonly DraftFinding[] = [],
): Promise<DraftSaved> {
  if (step.seenRevision > state.revision) return { ok: false, reason: "conflict", revision: state.revision, conflicts: [] };
  if (step.changes.length === 0) return { ok: true, revision: state.revision, findings: [...findings] };
  const findIn = ({ current }: DraftState) => checkDrafted(ctx, step.changes, current, step.group);
  const all = [...findings, ...(step.isChecked === true ? [] : await findIn(state))];
  if (all.some(isError)) return { ok: false, reason: "findings", findings: all };
  // A route may be given a service at the very moment in which somebody deletes that: neither changes what the other does.
  const findErrors = async (now: DraftState) => (now.revision === state.revision ? [] : (await findIn(now)).filter(isError));
  const appended = await appendStep(ctx, state.groupId, { ...step, findErrors });
  return appended.ok ? { ...appended, findings: all } : appended;
}
