import { z } from "zod";
import type { Executor } from "../../db/client";
import { isContentKept, selectConfigVersion } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import type { OrgDb } from "../../db/scoped";
import { DomainError } from "../domain/errors";
import { LabelsInput } from "../domain/labels";
import { expectedVersion, type GroupTarget } from "../domain/rollout/expected-version";
import type { OrgContext } from "../trpc/init";
import { changeInstances, type ChangeOutcome, type InstanceChange } from "./change";
import { InstanceChoice } from "./chosen";

/** Which instances are meant. */
export const ChoiceInput = z.object({ which: InstanceChoice });
/** A config version to be held at, and why. */
export const PinFields = z.object({
  version: z.number("Give the number of a config version.").int("Whole numbers only.").min(1, "Config versions count from 1."),
  note: z.string().trim().max(200, "A note has at most 200 characters.").default(""),
});
/** Labels that are set, and keys that are taken away. */
export const LabelChange = z.object({ set: LabelsInput.default({}), remove: z.array(z.string().max(63)).max(50).default([]) });

type Choice = z.infer<typeof InstanceChoice>;
type Verb = (ctx: OrgContext, groupId: string, choice: Choice) => Promise<ChangeOutcome>;

const verb =
  (change: InstanceChange): Verb =>
  (ctx, groupId, choice) =>
    changeInstances(ctx, groupId, choice, change);

/** Throws `invalid` on `version` unless it is a config version of the group that a node can be given still. */
export async function assertServable(tx: Executor, org: OrgDb, groupId: string, version: number): Promise<void> {
  const found = await selectConfigVersion(org, groupId, version, tx);
  if (!found) throw new DomainError("invalid", `This group has no config version v${version}.`, "version");
  if (!(await isContentKept(org, groupId, found.etag, tx)))
    throw new DomainError("invalid", `The content of v${version} is not kept any more: choose a newer one.`, "version");
}

/** Holds the chosen instances at a config version, whatever is published. Throws `invalid` on `version`. */
export async function pinInstances(ctx: OrgContext, groupId: string, choice: Choice, { version, note }: z.infer<typeof PinFields>) {
  const pin = { pinnedVersion: version, pinNote: note || null };
  return changeInstances(ctx, groupId, choice, {
    action: "instance.pin",
    told: { version, ...(note ? { note } : {}) },
    changeOf: () => pin,
    assertGood: (tx) => assertServable(tx, ctx.org, groupId, version),
  });
}

/** Takes the pins of the chosen instances away; what is expected of them then is what their place says. */
export const unpinInstances = verb({ action: "instance.unpin", changeOf: () => ({ pinnedVersion: null, pinNote: null }) });

/** Holds the chosen instances at what is expected of each now. Throws `invalid` where nothing is published. */
export async function pauseInstances(ctx: OrgContext, groupId: string, choice: Choice) {
  let target: GroupTarget = { liveVersion: null, rollout: null, selectorPins: [] };
  return changeInstances(ctx, groupId, choice, {
    action: "instance.pause",
    changeOf: (instance) => ({ pausedVersion: instance.pausedVersion ?? expectedVersion(target, instance) }),
    // In the transaction: what is expected may become another while the instances are sought.
    assertGood: async (tx) => {
      target = (await selectGroupMeasures(ctx.org, groupId, tx)).get(groupId)?.target ?? target;
      if (target.liveVersion === null) throw new DomainError("invalid", "Nothing is published in this group yet, so there is nothing to pause at.");
    },
  });
}

/** Lets the chosen instances go on with what their place says. */
export const resumeInstances = verb({ action: "instance.resume", changeOf: () => ({ pausedVersion: null }) });

/** Has the chosen instances given their config once more, at once where they wait; those whose credential is revoked are left out. */
export const syncInstances: Verb = (ctx, groupId, choice) => {
  const at = ctx.deps.now();
  return changeInstances(ctx, groupId, choice, { action: "instance.syncNow", changeOf: ({ isRevoked }) => (isRevoked ? {} : { syncRequestedAt: at }) });
};

/** Asks the chosen instances to change their credential; those whose credential is revoked are left out. */
export const requestRotation: Verb = (ctx, groupId, choice) => {
  const at = ctx.deps.now();
  return changeInstances(ctx, groupId, choice, {
    action: "instance.requestRotation",
    changeOf: ({ isRevoked, rotationRequestedAt }) => (isRevoked ? {} : { rotationRequestedAt: rotationRequestedAt ?? at }),
  });
};

/** Puts instances away: refused (403) from the next request on, listed apart, with no pin or pause left; enrolled anew, they are back. */
export const archiving = (at: number): InstanceChange => ({
  action: "instance.archive",
  changeOf: () => ({
    archivedAt: at,
    pinnedVersion: null,
    pinNote: null,
    pausedVersion: null,
    syncRequestedAt: null,
    rotationRequestedAt: null,
    previousCredentialHash: null,
  }),
});

/** Puts the chosen instances away. */
export const archiveInstances: Verb = (ctx, groupId, choice) => changeInstances(ctx, groupId, choice, archiving(ctx.deps.now()));

/** Sets and removes labels of the chosen instances. Throws `invalid` on `set` where an instance would have too many. */
export async function labelInstances(ctx: OrgContext, groupId: string, choice: Choice, { set, remove }: z.infer<typeof LabelChange>) {
  return changeInstances(ctx, groupId, choice, {
    action: "instance.label",
    told: { ...(Object.keys(set).length > 0 ? { set } : {}), ...(remove.length > 0 ? { removed: remove } : {}) },
    changeOf: ({ hostname, labels: old }) => {
      const labels = { ...Object.fromEntries(Object.entries(old).filter(([key]) => !remove.includes(key))), ...set };
      const parsed = LabelsInput.safeParse(labels);
      if (!parsed.success) throw new DomainError("invalid", `${hostname}: ${parsed.error.issues[0]?.message ?? "these labels are not valid."}`, "set");
      return { labels };
    },
  });
}
