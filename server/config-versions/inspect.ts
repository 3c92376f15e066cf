import { CATALOG } from "../domain/catalog/catalog";
import { canonicalizeConfig, type CanonicalConfig } from "../domain/config-document/canonical";
import { checkConfigDocument } from "../domain/config-document/check";
import { type DocumentPath, errorsFirst, type Finding, isError } from "../domain/config-document/finding";
import { migrateFormat } from "../domain/config-document/migrate-format";
import { parseConfigDocument } from "../domain/config-document/parse";
import { currentForm } from "../domain/import/current-form";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import type { SchemaSet } from "../domain/kong-schema/schema";
import { combinedSchemas, type VersionSchemas } from "../draft-store/group-schemas";
import { rememberKongIds } from "../kong-ids";

/** What is to say about a document. `canonical` is absent where an error was found. */
export interface Inspection {
  findings: Finding[];
  canonical?: CanonicalConfig;
}

/** Inspects a document; the doors choose whether in this thread or beside it. Never rejects on account of the document. */
export type Inspect = (source: string, terms?: NodeTerms) => Promise<Inspection>;

/** Seen on Kong 3.9: the load succeeds, the hash is 32 zeros and `/status/ready` answers 503. */
const EMPTY: Finding = {
  severity: "warning",
  message: "The document holds no entity: every node of the group will route nothing and say that it is not ready.",
  cure: "Publish it only to take the group out of service.",
  path: [],
};

/** Told of one document; a hostile one has as many faults as bytes, and each place in the text costs a search. */
const MOST_FINDINGS = 100;

/** The check itself stops somewhere in a document of very many faults, so that the rest is a least number. */
function bounded(findings: Finding[]): Finding[] {
  const told = findings.toSorted(errorsFirst).slice(0, MOST_FINDINGS);
  const rest = findings.length - told.length;
  if (rest <= 0) return findings;
  return [...told, { severity: "warning", message: `There are at least ${rest} more findings.`, cure: "Mend these first.", path: [] }];
}

/** What the nodes are for which a document is inspected. Absent: there is none. */
export interface NodeTerms {
  /** What they told; of none, the catalog serves. */
  versions: readonly VersionSchemas[];
  now: number;
}

/** What a document is held against. */
interface InspectTerms {
  /** Absent: those of the catalog. */
  schemas?: SchemaSet;
  /** Milliseconds since 1970, against which certificates expire. Absent: now. */
  now?: number;
  /** True: as a node reads it. Absent: as every door of ours does, so that nested SNIs are never refused. */
  isAsWritten?: boolean;
}

/** A node raises the format too, but leaves SNIs where they are. */
const asKongReads = (document: Record<string, unknown>) => ({ ...migrateFormat(document), origin: (path: DocumentPath): DocumentPath => path });

/** Parses, checks and canonicalizes a document, in this thread: several seconds for one of several megabytes. */
export function inspectConfig(source: string, { schemas = CATALOG, now = Date.now(), isAsWritten = false }: InspectTerms = {}): Inspection {
  const parsed = parseConfigDocument(source);
  if (!parsed.ok) return { findings: parsed.findings };
  const makeId = rememberKongIds();
  const { document, findings: migrated, origin } = isAsWritten ? asKongReads(parsed.document) : currentForm(parsed.document, makeId);
  const found = checkConfigDocument(document, makeId, { schemas, named: NAMED_CHECKS, now });
  const findings = bounded([...found, ...migrated]).map((finding) => {
    const path = [...origin(finding.path)];
    return { ...parsed.lineOf(path), ...finding, path };
  });
  if (findings.some(isError)) return { findings };
  const canonical = canonicalizeConfig(document, makeId);
  return { findings: canonical.entityCount === 0 ? [EMPTY, ...findings] : findings, canonical };
}

/** `inspectConfig` for a group's nodes. */
export const inspectFor = (source: string, { versions, now }: NodeTerms = { versions: [], now: Date.now() }): Inspection =>
  inspectConfig(source, { schemas: combinedSchemas(versions), now });

/** `inspectFor` for hosts that have no thread beside this one. */
export const inspectHere: Inspect = async (source, terms) => inspectFor(source, terms);
