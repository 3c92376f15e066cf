import { selectFreezeWindows, selectOrgFreezeWindows } from "../../db/queries/freeze-windows";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { freezeAt, nextChanges } from "../domain/freeze/freeze-at";
import { nextOccurrences } from "../domain/freeze/occurrences";
import type { OrgContext } from "../trpc/init";

/** So many changes to come are told. */
const TOLD_CHANGES = 4;

type Row = Awaited<ReturnType<typeof selectOrgFreezeWindows>>[number];

/** Windows as they are told: each with the time that it is open now, or next. */
const shown = (rows: Row[], now: number) =>
  rows.map((row) => {
    const { orgId: _, ...window } = row;
    const [occurrence] = nextOccurrences(window, now, 1);
    return { ...window, isOpen: occurrence !== undefined && occurrence.from <= now, occurrence: occurrence ?? null };
  });

async function windowsOf({ org }: OrgContext, groupId: string): Promise<Row[]> {
  const [group, windows] = await Promise.all([selectRuntimeGroup(org, groupId), selectFreezeWindows(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return windows;
}

/** The windows that hold for every group of the org, by name. */
export const listFreezeWindows = async ({ deps, org }: OrgContext) => shown(await selectOrgFreezeWindows(org), deps.now());

/** The windows that hold for a group: the org's, which come first, and its own. Throws `not_found`. */
export const listGroupFreezeWindows = async (ctx: OrgContext, groupId: string) => shown(await windowsOf(ctx, groupId), ctx.deps.now());

/** Whether a group is frozen now, by what and until when, and what changes next. Throws `not_found`. */
export async function getFreeze(ctx: OrgContext, groupId: string) {
  const [windows, now] = [await windowsOf(ctx, groupId), ctx.deps.now()];
  const changes = nextChanges(windows, now, TOLD_CHANGES).map(({ at, by }) => ({ at, by: by && { windowId: by.id, name: by.name, kind: by.kind } }));
  return { freeze: freezeAt(windows, now), changes };
}
