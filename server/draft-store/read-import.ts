import { checkConfigDocument } from "../domain/config-document/check";
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import type { IdMaker } from "../domain/config-document/entity-ids";
import { errorsFirst, type Finding, isError } from "../domain/config-document/finding";
import { allEntities, type Configuration, type EntityChange, type EntityKey } from "../domain/configuration/configuration";
import { applyChanges, diffConfigurations } from "../domain/configuration/diff-configurations";
import { mergeConfigurations } from "../domain/configuration/merge";
import { readDocument } from "../domain/configuration/read-document";
import { holdsMask, restoreDocument } from "../domain/configuration/secrets";
import { keyText } from "../domain/configuration/write-document";
import type { DraftFinding, ImportInput } from "../domain/draft";
import { currentForm } from "../domain/import/current-form";
import type { ImportFormat } from "../domain/import/detect-format";
import { importFiles, type ImportFile, type ImportResult, type OpenApiReader } from "../domain/import/import-files";
import { readOpenApi } from "../domain/import/openapi/read-open-api";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { checkChanges, placed, withField } from "./check-changes";
import { idMeant, resolveReferences } from "./edited-entity";
import { combinedSchemas, type VersionSchemas } from "./group-schemas";
import { prepareOpenApiFaults } from "./open-api-faults";

const FORMAT_NAMES: Readonly<Record<ImportFormat, string>> = {
  deck: "decK file",
  declarative: "Kong declarative configuration",
  openapi: "OpenAPI",
};

const MOST_FINDINGS = 100;
const MOST_NOTES = 200;

/** What files make of a configuration. With an error among the findings, `changes` is empty. */
export interface ReadImport {
  format: string;
  notes: string[];
  findings: DraftFinding[];
  changes: EntityChange[];
}

/** What an import is read by. */
export interface ImportTerms {
  makeId: IdMaker;
  versions: readonly VersionSchemas[];
  now: number;
}

const bounded = (findings: DraftFinding[]): DraftFinding[] => findings.toSorted(errorsFirst).slice(0, MOST_FINDINGS);

/** In a merge, what the files do not hold may be there already. */
function isElsewhere(finding: Finding, document: Readonly<Record<string, unknown>>, current: Configuration): boolean {
  const field = finding.path.at(-1);
  const to = ENTITY_KINDS.get(finding.entity?.kind ?? "")?.foreign[String(field)]?.to;
  const value = finding.path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), document);
  return to !== undefined && typeof value === "string" && idMeant(current, to, value) !== undefined;
}

function mergedWith(current: Configuration, document: Record<string, unknown>, { mode, tag }: ImportInput, makeId: IdMaker): Configuration {
  const made = new Set<string>();
  const read = readDocument(document, makeId, (key) => made.add(keyText(key)));
  const isMade = (key: EntityKey): boolean => made.has(keyText(key));
  if (mode === "replace") return mergeConfigurations(current, read, { mode }, isMade);
  const resolved = [...allEntities(read)].flatMap((before) => {
    const after = resolveReferences(current, before);
    return after === before ? [] : [{ before, after }];
  });
  return mergeConfigurations(current, applyChanges(read, resolved), { mode, ...(tag === undefined ? {} : { tags: [tag] }) }, isMade);
}

/** True where a file may be a description of an API, whose rules take about half a second to be made ready. */
export const mayHoldOpenApi = (files: readonly ImportFile[]): boolean => files.some(({ text }) => /openapi["']?\s*:/.test(text));

async function openApiReader(files: readonly ImportFile[]): Promise<OpenApiReader> {
  const findFaults = mayHoldOpenApi(files) ? await prepareOpenApiFaults() : undefined;
  return (document) => readOpenApi(document, findFaults?.(document));
}

/** What the files are, in words: `decK file, format 1.1, paths migrated to 3.0`. */
function formatName(result: ImportResult): string {
  if (!result.format) return "";
  const name = FORMAT_NAMES[result.format];
  if (!result.ok || result.version === undefined) return name;
  if (result.format === "openapi") return `${name} ${result.version}`;
  return `${name}, format ${result.version}${result.version === "3.0" ? "" : ", paths migrated to 3.0"}`;
}

/** What the files would change, and what is to say about them; never throws on their account. */
export async function readImport(input: ImportInput, current: Configuration, { makeId, versions, now }: ImportTerms): Promise<ReadImport> {
  const result = importFiles(input.files, {}, await openApiReader(input.files));
  const format = formatName(result);
  if (!result.ok) return { format, notes: [], findings: bounded(result.findings), changes: [] };
  const notes = result.notes.map(({ message }) => message).slice(0, MOST_NOTES);
  const surroundings = { schemas: combinedSchemas(versions), named: NAMED_CHECKS, now };
  const restored = holdsMask(result.document)
    ? restoreDocument(result.document, current, makeId, surroundings.schemas)
    : { document: result.document, findings: [] };
  const { document } = currentForm(restored.document, makeId);
  // What replaces all is judged as it stands; what is merged, among what is there.
  const isWhole = input.mode === "replace";
  const found = checkConfigDocument(document, makeId, isWhole ? surroundings : undefined).filter((each) => isWhole || !isElsewhere(each, document, current));
  const faults = [...restored.findings, ...found].filter(isError);
  if (faults.length > 0) return { format, notes, findings: bounded(faults.map(withField)), changes: [] };
  const after = mergedWith(current, document, input, makeId);
  const changes = diffConfigurations(current, after, surroundings.schemas);
  const findings = bounded([...found.map((finding) => placed(finding, after)), ...(isWhole ? [] : checkChanges(changes, after, surroundings))]);
  return { format, notes, findings, changes: findings.some(isError) ? [] : changes };
}
