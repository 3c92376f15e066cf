import type { IdMaker } from "../config-document/entity-ids";
import type { Finding } from "../config-document/finding";
import { migrateFormat } from "../config-document/migrate-format";
import { type Hoisted, hoistSnis } from "./hoist-snis";

/** A document as every door takes it: in format 3.0, its SNIs in a list of their own. The input is left untouched; `findings` are warnings of what was migrated. */
export function currentForm(given: Record<string, unknown>, makeId: IdMaker): Hoisted & { findings: Finding[] } {
  const { document, findings } = migrateFormat(given);
  return { ...hoistSnis(document, makeId), findings };
}
