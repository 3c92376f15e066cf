import { makeKongId } from "../kong-ids";
import { checkConfigDocument } from "../domain/config-document/check";
import { errorsFirst } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import { writeDocument } from "../domain/configuration/write-document";
import { CATALOG } from "../domain/catalog/catalog";
import { isEnterprise } from "../domain/catalog/enterprise";
import { schemaSetFor } from "../domain/catalog/schema-set";
import type { DraftFinding } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { placed } from "./check-changes";
import type { VersionSchemas } from "./group-schemas";

/** A finding and the Gateway versions for which it holds; empty: any. */
export interface VersionFinding {
  finding: DraftFinding;
  gatewayVersions: string[];
}

/** Versions of one edition whose nodes told the same schemas take the same, and are judged at once. */
function alike(versions: readonly VersionSchemas[]): VersionSchemas[][] {
  const groups = new Map<string, VersionSchemas[]>();
  for (const version of versions) {
    const key = `${isEnterprise(version.gatewayVersion)} ${JSON.stringify(version.told)}`;
    groups.set(key, [...(groups.get(key) ?? []), version]);
  }
  return [...groups.values()];
}

const textOf = ({ severity, message, entity, path, field }: DraftFinding): string => JSON.stringify([severity, message, entity?.kind, entity?.id, path, field]);

/** Every finding of a whole configuration, for each Gateway version that it is checked against; errors first. */
export function checkConfiguration(configuration: Configuration, versions: readonly VersionSchemas[], now: number): VersionFinding[] {
  const document = writeDocument(configuration);
  const groups = versions.length > 0 ? alike(versions) : [[]];
  const found = new Map<string, VersionFinding>();
  for (const same of groups) {
    const [first] = same;
    const schemas = first ? schemaSetFor(first.gatewayVersion, first.told) : CATALOG;
    for (const finding of checkConfigDocument(document, makeKongId, { schemas, named: NAMED_CHECKS, now })) {
      const known = found.get(textOf(finding)) ?? { finding: placed(finding, configuration), gatewayVersions: [] };
      known.gatewayVersions.push(...same.map(({ gatewayVersion }) => gatewayVersion));
      found.set(textOf(finding), known);
    }
  }
  const ofAll = (each: VersionFinding): VersionFinding => (each.gatewayVersions.length === versions.length ? { ...each, gatewayVersions: [] } : each);
  return [...found.values()].map(ofAll).sort((a, b) => errorsFirst(a.finding, b.finding));
}
