import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { ExportInput } from "../domain/config-version";
import { DomainError } from "../domain/errors";
import { groupSchemas } from "../draft-store/group-schemas";
import { runTask } from "../draft-store/run-task";
import type { OrgContext } from "../trpc/init";
import { loadSide } from "./load-side";

const FORMAT_NAMES = { deck: "decK YAML", declarative: "declarative JSON" } as const;

/**
 * A version or the draft as the text of a file, with an audit row where its secrets are in clear. Throws `not_found`, `forbidden`
 * where the caller may not have the secrets, and `conflict` where the document is not kept any more.
 */
export async function exportConfig(ctx: OrgContext, groupId: string, { source, format, withSecrets }: ExportInput): Promise<{ text: string }> {
  const { deps, org, by } = ctx;
  const refusal = withSecrets ? ctx.refusal("config.reveal") : undefined;
  if (refusal !== undefined) throw new DomainError("forbidden", `${refusal} Export it with its secrets masked.`);
  const [configuration, { versions }] = [await loadSide(ctx, groupId, source), await groupSchemas(ctx, groupId)];
  const { text } = await runTask(deps, "writeFile", { configuration, versions, format, withSecrets });
  if (withSecrets) {
    await org.db.write(async (tx) => {
      const group = await selectRuntimeGroup(org, groupId, tx);
      if (!group) throw new DomainError("not_found", "No such runtime group.");
      const target = `${group.name} ${source === "draft" ? "draft" : `v${source}`} as ${FORMAT_NAMES[format]}`;
      await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "configVersion.export", target, groupId });
    });
  }
  return { text };
}
