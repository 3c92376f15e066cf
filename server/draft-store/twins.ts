import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { textField } from "../domain/config-document/entity-walk";
import { twinText } from "../domain/config-document/check-oddities";
import type { ConfigEntity, Configuration } from "../domain/configuration/configuration";
import { referencesOf } from "../domain/configuration/references";
import { keyText } from "../domain/configuration/write-document";
import type { DraftFinding } from "../domain/draft";

/** What Kong finds the entity by where not by its id, such as a plugin's name and scope; undefined: by its id alone. */
function scopeOf(entity: ConfigEntity): string | undefined {
  const { cacheKey = [], enterpriseKey, foreign = {}, isPair } = ENTITY_KINDS.get(entity.kind) ?? {};
  if (cacheKey.length < 2 || isPair) return undefined;
  const targets = new Map(referencesOf(entity).map(({ field, to }) => [field, keyText(to)]));
  const fields = enterpriseKey === undefined ? cacheKey : [...cacheKey, enterpriseKey];
  return JSON.stringify(fields.map((field) => (foreign[field] ? targets.get(field) : textField(entity.fields, field)) ?? ""));
}

/** A warning for each of the changed entities that another of the configuration shares its scope with, such as a plugin that is set twice for a route. */
export function twinsAmong(changed: readonly ConfigEntity[], { entities }: Configuration): DraftFinding[] {
  return [...new Set(changed.map(({ kind }) => kind))].flatMap((kind) => {
    const ofKind = changed.filter((entity) => entity.kind === kind && scopeOf(entity) !== undefined);
    if (ofKind.length === 0) return [];
    const names = new Set(ofKind.map(({ fields }) => fields["name"]));
    const counts = new Map<string, number>();
    for (const entity of entities.get(kind)?.values() ?? []) {
      const scope = names.has(entity.fields["name"]) ? scopeOf(entity) : undefined;
      if (scope !== undefined) counts.set(scope, (counts.get(scope) ?? 0) + 1);
    }
    const twins = ofKind.filter((entity) => (counts.get(scopeOf(entity) ?? "") ?? 0) > 1);
    return twins.map(({ id }): DraftFinding => ({ severity: "warning", ...twinText(kind), path: [], entity: { kind, id } }));
  });
}
