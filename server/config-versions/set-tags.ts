import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectConfigVersion, updateVersionTags } from "../../db/queries/config-versions";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Puts these tags on a version, in place of those it has; a tagged one keeps its content. Throws `not_found`. */
export async function setVersionTags({ deps, org, by }: OrgContext, groupId: string, number: number, tags: string[]): Promise<void> {
  await org.db.write(async (tx) => {
    const [group, version] = [await selectRuntimeGroup(org, groupId, tx), await selectConfigVersion(org, groupId, number, tx)];
    if (!group || !version) throw new DomainError("not_found", "No such config version.");
    await updateVersionTags(tx, org, groupId, number, tags);
    const target = `${group.name} v${number} ${tags.length > 0 ? `as ${tags.join(", ")}` : "with nothing"}`;
    const change = { before: { tags: version.tags }, after: { tags } };
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "configVersion.tag", target, groupId, ...change });
  });
}
