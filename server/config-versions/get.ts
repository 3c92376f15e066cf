import { writeYaml } from "../domain/config-document/write-yaml";
import type { Configuration } from "../domain/configuration/configuration";
import { maskDocument } from "../domain/configuration/secrets";
import { DomainError } from "../domain/errors";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadVersion } from "../draft-store/load-draft";
import type { OrgContext } from "../trpc/init";
import { listConfigVersions } from "./list";

/** What a page can show; an export has all. */
const MOST_SHOWN = 1500;

/** So many of its entities, kind by kind. */
function firstOf(configuration: Configuration, most: number): Configuration {
  let left = most;
  const entities = [...configuration.entities].flatMap(([kind, ofKind]) => {
    const shown = [...ofKind].slice(0, left);
    left -= shown.length;
    return shown.length > 0 ? [[kind, new Map(shown)] as const] : [];
  });
  return { ...configuration, entities: new Map(entities) };
}

/**
 * One version with its document as YAML, its secrets masked; `yaml` null: the document is not kept any more; `isPartial`: it is the
 * beginning of a large one; `counts`: how many entities it has of each kind. Throws `not_found`.
 */
export async function getConfigVersion(ctx: OrgContext, groupId: string, number: number) {
  const versions = await listConfigVersions(ctx, groupId);
  const listed = versions.find((each) => each.number === number);
  if (!listed) throw new DomainError("not_found", "No such config version.");
  const [content, { schemas }] = await Promise.all([listed.isKept ? loadVersion(ctx, groupId, number) : undefined, groupSchemas(ctx, groupId)]);
  const isPartial = listed.entityCount > MOST_SHOWN;
  const yaml = content ? writeYaml(maskDocument(isPartial ? firstOf(content, MOST_SHOWN) : content, schemas)) : null;
  const counts = Object.fromEntries([...(content?.entities ?? [])].map(([kind, ofKind]) => [kind, ofKind.size]));
  return { ...listed, yaml, isPartial, counts };
}
