import { CATALOG } from "../domain/catalog/catalog";
import { isEnterprise } from "../domain/catalog/enterprise";
import { isError } from "../domain/config-document/finding";
import type { ConfigEntity, Configuration } from "../domain/configuration/configuration";
import type { DraftFinding } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { checkInPlace } from "./check-changes";
import type { GroupSchemas } from "./group-schemas";

/**
 * Of a group whose nodes run both editions of Kong, why those of open-source Kong would refuse the entity, as warnings: it may be saved and not
 * published. Empty where the group has one edition.
 */
export function editionFindings(entity: ConfigEntity, configuration: Configuration, { versions, schemas }: GroupSchemas, now: number): DraftFinding[] {
  const open = versions.map(({ gatewayVersion }) => gatewayVersion).filter((version) => !isEnterprise(version));
  if (open.length === 0 || open.length === versions.length) return [];
  const around = { schemas: { ...schemas, entity: CATALOG.entity }, named: NAMED_CHECKS, now };
  return checkInPlace(entity, configuration, around)
    .filter(isError)
    .map((finding) => ({
      ...finding,
      severity: "warning",
      message: `On Gateway ${open.join(", ")}, which nodes of this group run: ${finding.message}`,
    }));
}
