import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { summariesInBatches } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { countSelectorPins, insertSelectorPin, removeSelectorPin, selectSelectorPins } from "../../db/queries/selector-pins";
import { DomainError } from "../domain/errors";
import { LabelsInput, labelText } from "../domain/labels";
import { selects } from "../domain/rollout/expected-version";
import type { OrgContext } from "../trpc/init";
import { assertServable, PinFields } from "./changes";

/** Each poll's answer is decided by them. */
const MOST_PINS = 50;

/** What is said of a pin by label: whoever has all of these labels is held at the config version. */
export const SelectorPinFields = PinFields.extend({
  selector: LabelsInput.refine((labels) => Object.keys(labels).length > 0, "Give a label at least, as in stage=prod."),
});

/** The group's pins by label, newest first, each with how many instances have its labels now. Throws `not_found`. */
export async function listSelectorPins({ org }: OrgContext, groupId: string) {
  const [group, pins] = await Promise.all([selectRuntimeGroup(org, groupId), selectSelectorPins(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const fits = new Map<string, number>();
  if (pins.length > 0)
    for await (const batch of summariesInBatches(org, groupId))
      for (const { id, selector } of pins) fits.set(id, (fits.get(id) ?? 0) + batch.filter(({ labels }) => selects(selector, labels)).length);
  return pins.map(({ id, selector, versionNumber, note, createdBy, createdAt }) => ({
    id,
    selector,
    versionNumber,
    note,
    createdBy,
    createdAt,
    instances: fits.get(id) ?? 0,
  }));
}

/** Holds all instances that have the labels at a config version, those that enroll later too. Throws `invalid` on `version`, `limit`, `not_found`. */
export async function createSelectorPin(
  { deps, org, by }: OrgContext,
  groupId: string,
  { selector, version, note }: { selector: Record<string, string>; version: number; note: string },
) {
  const [id, at] = [randomUUID(), deps.now()];
  await org.db.write(async (tx) => {
    if (!(await selectRuntimeGroup(org, groupId, tx))) throw new DomainError("not_found", "No such runtime group.");
    await assertServable(tx, org, groupId, version);
    if ((await countSelectorPins(tx, org, groupId)) >= MOST_PINS)
      throw new DomainError("limit", `A group has at most ${MOST_PINS} pins by label; delete one first.`);
    await insertSelectorPin(tx, org, { id, groupId, selector, versionNumber: version, note, createdBy: by.actor, createdAt: at });
    const entry = { id: randomUUID(), at, ...by, action: "selectorPin.create", target: labelText(selector), groupId };
    await insertAudit(tx, org, { ...entry, after: { selector, version, ...(note ? { note } : {}) } });
  });
  deps.runtimeApi.groupChanged(groupId);
  return { id };
}

/** Takes a pin by label away. Throws `not_found`. */
export async function deleteSelectorPin({ deps, org, by }: OrgContext, groupId: string, pinId: string) {
  await org.db.write(async (tx) => {
    const gone = await removeSelectorPin(tx, org, groupId, pinId);
    if (!gone) throw new DomainError("not_found", "No such pin.");
    const { selector, versionNumber: version } = gone;
    const entry = { id: randomUUID(), at: deps.now(), ...by, action: "selectorPin.delete", target: labelText(selector), groupId };
    await insertAudit(tx, org, { ...entry, before: { selector, version } });
  });
  deps.runtimeApi.groupChanged(groupId);
}
