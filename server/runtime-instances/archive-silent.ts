import { selectArchivingGroups, selectSilent } from "../../db/queries/instance-changes";
import type { Executor } from "../../db/client";
import { mintOrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { changeInTransaction } from "./change";
import { archiving } from "./changes";

const DAY_MS = 86_400_000;
/** Who was heard by nobody is not silent: agents that found Signalbox away come back within the hour. */
const LISTENING_MS = 60 * 60_000;
/** In one transaction; the next one takes what is left. */
const MOST_AT_ONCE = 500;

/**
 * Archives the instances, of every org, that were silent for as long as their group says; ephemeral ones go by a rule of their own. Each
 * transaction stands by itself, with one audit entry by Signalbox. `assertHeld`: of the lease that this runs on, where there is one.
 */
export async function archiveSilentInstances(
  { db, now, runtimeApi }: Pick<Deps, "db" | "now" | "runtimeApi">,
  { assertHeld }: { assertHeld?: (tx: Executor) => Promise<void> } = {},
): Promise<{ archived: number }> {
  let archived = 0;
  if (now() - runtimeApi.listeningSince < LISTENING_MS) return { archived };
  for (const { orgId, groupId, days } of await selectArchivingGroups(db.read)) {
    const org = mintOrgDb(db, orgId);
    for (let isDone = false; !isDone;) {
      const at = now();
      const changed = await db.write(async (tx) => {
        await assertHeld?.(tx);
        const ids = await selectSilent(tx, org, groupId, at - days * DAY_MS, MOST_AT_ONCE);
        const change = { ...archiving(at), told: { silentDays: days } };
        return (await changeInTransaction(tx, org, { groupId, ids, change, by: { at, actor: "Signalbox", actorKind: "system" } })).changed;
      });
      await runtimeApi.instancesChanged(changed);
      archived += changed.length;
      isDone = changed.length < MOST_AT_ONCE;
    }
  }
  return { archived };
}
