import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Executor } from "../../db/client";
import { insertAudit, type NewAuditEntry } from "../../db/queries/audit";
import { type ChangeableInstance, selectChangeable, writeChangeable } from "../../db/queries/instance-changes";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { OrgDb } from "../../db/scoped";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { chosenIds, type InstanceChoice } from "./chosen";

/** Rows in one statement: some 20 ms, which a poll may wait. */
const ROWS = 250;
/** So many are named in the activity. */
const MOST_NAMED = 20;

/** What is changed of an instance. */
export type InstanceSettings = Omit<ChangeableInstance, "id" | "hostname" | "isRevoked">;

/** A change of instances: its audit action, what that tells besides, and what it makes of each; nothing where it leaves one as it is. */
export interface InstanceChange {
  action: string;
  told?: Readonly<Record<string, unknown>>;
  changeOf: (instance: ChangeableInstance) => Partial<InstanceSettings>;
  /** Looks, first in the same transaction, at what must hold, and throws where it does not. */
  assertGood?: (tx: Executor) => Promise<void>;
}

/** What became of a change: how many instances are another now, and how many were so already, or cannot be. */
export interface ChangeOutcome {
  changed: number;
  unchanged: number;
}

interface Changed {
  old: ChangeableInstance;
  next: ChangeableInstance;
}

const isChange = ({ old, next }: Changed): boolean => JSON.stringify(old) !== JSON.stringify(next);

/** What the activity tells of one instance: no hash of a credential is among it. */
const publicOf = ({ labels, pinnedVersion, pinNote, pausedVersion, archivedAt }: ChangeableInstance) => ({
  labels,
  pinnedVersion,
  pinNote,
  pausedVersion,
  archivedAt,
});

/** One entry, however many instances it is about. */
function entryOf(
  { action, told }: InstanceChange,
  groupId: string,
  changed: Changed[],
): Pick<NewAuditEntry, "action" | "target" | "groupId" | "before" | "after"> {
  const [first] = changed;
  const about = { action, groupId };
  if (first && changed.length === 1) {
    const { before, after } = changedFields(publicOf(first.old), publicOf(first.next));
    return { ...about, target: first.old.hostname, before, after: { ...after, ...told } };
  }
  const instances = changed.slice(0, MOST_NAMED).map(({ old }) => old.hostname);
  return { ...about, target: `${changed.length} instances`, after: { ...told, count: changed.length, instances } };
}

/** Changes the group's instances of these ids in the transaction that is given, with one audit entry; tells which are another now, and how many were found. */
export async function changeInTransaction(
  tx: Executor,
  org: OrgDb,
  { groupId, ids, change, by }: { groupId: string; ids: string[]; change: InstanceChange; by: Pick<NewAuditEntry, "at" | "actor" | "actorKind"> },
): Promise<{ changed: string[]; found: number }> {
  await change.assertGood?.(tx);
  const all: Changed[] = [];
  let found = 0;
  for (let from = 0; from < ids.length; from += ROWS) {
    // Reads and polls have their turn between two parts; other writes wait for the whole.
    if (from > 0) await sleep(0);
    const rows = await selectChangeable(tx, org, groupId, ids.slice(from, from + ROWS));
    const changed = rows.map((old) => ({ old, next: { ...old, ...change.changeOf(old) } })).filter(isChange);
    found += rows.length;
    if (changed.length > 0)
      await writeChangeable(
        tx,
        org,
        changed.map(({ next }) => next),
      );
    all.push(...changed);
  }
  if (all.length > 0) await insertAudit(tx, org, { id: randomUUID(), ...by, ...entryOf(change, groupId, all) });
  return { changed: all.map(({ old }) => old.id), found };
}

/** Changes the chosen instances, all or none, with one audit entry, and wakes their polls. Throws `not_found`, also where none of those that were named is there. */
export async function changeInstances(ctx: OrgContext, groupId: string, choice: InstanceChoice, change: InstanceChange): Promise<ChangeOutcome> {
  const { deps, org, by } = ctx;
  if (!(await selectRuntimeGroup(org, groupId))) throw new DomainError("not_found", "No such runtime group.");
  const ids = await chosenIds(ctx, groupId, choice);
  const { changed, found } = await org.db.write((tx) => changeInTransaction(tx, org, { groupId, ids, change, by: { ...by, at: deps.now() } }));
  if (found === 0 && "instanceIds" in choice) throw new DomainError("not_found", "No such runtime instance.");
  await deps.runtimeApi.instancesChanged(changed);
  return { changed: changed.length, unchanged: found - changed.length };
}
