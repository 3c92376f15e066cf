import type { Executor } from "../../db/client";
import { type LiftedFreeze, selectFreezeWindows } from "../../db/queries/freeze-windows";
import type { OrgDb } from "../../db/scoped";
import { DomainError } from "../domain/errors";
import { freezeAt, isFrozenAt } from "../domain/freeze/freeze-at";
import type { Freeze, FreezeOverride } from "../domain/freeze/freeze-window";
import type { OrgContext } from "../trpc/init";

/** The freeze of a group at that time, by the org's windows and its own. Null: there is none. */
export const freezeOf = async (org: OrgDb, groupId: string, now: number, executor: Executor = org.db.read): Promise<Freeze | null> =>
  freezeAt(await selectFreezeWindows(org, groupId, executor), now);

/** Whether there is one, without looking for its end. */
export const isGroupFrozen = async (org: OrgDb, groupId: string, now: number): Promise<boolean> => isFrozenAt(await selectFreezeWindows(org, groupId), now);

/** Whether an act that a freeze holds may go on. `lifted`: what is to be written down with it, in its transaction, by `insertFreezeOverride`. */
export type FreezePass = { ok: false; reason: "frozen"; freeze: Freeze } | { ok: true; lifted: LiftedFreeze | null };

/**
 * Holds an act while the group is frozen, unless an override with its reason lifts it; where nothing is frozen, an override counts for
 * nothing. Throws `forbidden` where the caller may not override.
 */
export async function passFreeze(ctx: OrgContext, tx: Executor, groupId: string, at: number, override?: FreezeOverride): Promise<FreezePass> {
  const freeze = await freezeOf(ctx.org, groupId, at, tx);
  if (!freeze) return { ok: true, lifted: null };
  if (!override) return { ok: false, reason: "frozen", freeze };
  const refusal = ctx.refusal("freeze.override");
  if (refusal !== undefined) throw new DomainError("forbidden", `${refusal} Wait until the freeze ends, or ask who may override it.`);
  return { ok: true, lifted: { freeze, reason: override.reason } };
}
