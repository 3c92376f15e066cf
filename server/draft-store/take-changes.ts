import { isError } from "../domain/config-document/finding";
import { applyChanges } from "../domain/configuration/diff-configurations";
import type { DraftFinding, DraftSaved } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import type { OrgContext } from "../trpc/init";
import { appendStep, type NewStep } from "./append-step";
import { checkChanges } from "./check-changes";
import type { DraftState } from "./draft-state";

const surroundingsOf = ({ deps }: OrgContext, { schemas }: NewStep) => ({ schemas, named: NAMED_CHECKS, now: deps.now() });

/**
 * Checks the changes against the draft that they were made from, and adds them as a step. Nothing is written where there is an
 * error or somebody else was faster. Without a change there is no step. `findings`: what was found before; `isChecked`: that is all there is to find.
 */
export async function takeChanges(
  ctx: OrgContext,
  state: DraftState,
  step: NewStep & { isChecked?: boolean },
  findings: readonly DraftFinding[] = [],
): Promise<DraftSaved> {
  if (step.changes.length === 0) return { ok: true, revision: state.revision, findings: [...findings] };
  const findIn = ({ current }: DraftState) => checkChanges(step.changes, applyChanges(current, step.changes), surroundingsOf(ctx, step));
  const more = step.isChecked === true ? [] : findIn(state);
  const all = [...findings, ...more];
  if (all.some(isError)) return { ok: false, reason: "findings", findings: all };
  // A route may be given a service at the very moment in which somebody deletes that: neither changes what the other does.
  const findErrors = (now: DraftState) => (now.revision === state.revision ? [] : findIn(now).filter(isError));
  const appended = await appendStep(ctx, state.groupId, { ...step, findErrors });
  return appended.ok ? { ...appended, findings: all } : appended;
}
