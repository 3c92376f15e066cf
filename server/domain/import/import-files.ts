/**
 * Reads what people have in files: decK's format, a gateway's declarative format in YAML or JSON, alone or in several files that make
 * one configuration together. What a gateway does not know is turned into what it knows, or left out and told; what cannot be known
 * here (values from an environment) is refused, because its placeholder would go live as if it were the value.
 */
import { isRemark } from "../config-document/assign-ids";
import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { locateEntities } from "../config-document/entity-walk";
import { isEmptyList, isMap, type Finding } from "../config-document/finding";
import { migrateFormat } from "../config-document/migrate-format";
import { parseConfigDocument, type ParseLimits, type ParseResult } from "../config-document/parse";
import { printable } from "../configuration/printable";
import { spreadConsumerGroups } from "./consumer-groups";
import { detectFormat, type ImportFormat } from "./detect-format";
import { findDeckValues, hideDeckValues } from "./deck-values";
import { resolveDeck } from "./resolve-deck";

/** A file as a person chose it. */
export interface ImportFile {
  name: string;
  text: string;
}

/** Something that was changed or left out on the way in; nothing to mend. */
export interface ImportNote {
  message: string;
  /** In the resulting document, or where it was before it was left out. */
  path?: (string | number)[];
}

/** The document of an import, still to be checked as any other; or why there is none. */
export type ImportResult =
  | {
      ok: true;
      format: ImportFormat;
      /** Of the format, such as `3.1` of OpenAPI and `1.1` of decK; absent: the file does not say, or several differ. */
      version?: string;
      document: Record<string, unknown>;
      notes: ImportNote[];
    }
  | { ok: false; format?: ImportFormat; findings: Finding[] };

/** Reads a description of an API; the files of one import are described each by itself. */
export type OpenApiReader = (document: Record<string, unknown>, file: ImportFile) => ImportResult;

/** The document that the files make together; never throws. Without a reader for them, descriptions of APIs are refused. */
export function importFiles(files: readonly ImportFile[], limits: Partial<ParseLimits> = {}, readOpenApi?: OpenApiReader): ImportResult {
  const read: Extract<ImportResult, { ok: true }>[] = [];
  const findings: Finding[] = [];
  if (files.length === 0) return { ok: false, findings: [refusal("There is no file.", "Choose one or more.")] };
  for (const file of files) {
    const told = files.length > 1 ? `${printable(file.name)}: ` : "";
    const result = readFile(file, limits, readOpenApi);
    if (result.ok) read.push({ ...result, notes: result.notes.map((note) => named(note, told)) });
    else findings.push(...result.findings.map((finding) => named(finding, told)));
  }
  if (findings.length > 0) return { ok: false, findings };
  const format = read.some((each) => each.format === "deck") ? "deck" : (read[0]?.format ?? "declarative");
  const merged = mergeFiles(read.map((each) => each.document));
  if (!merged.ok) return { ok: false, format, findings: merged.findings };
  const groups = spreadConsumerGroups(merged.document);
  const notes = [...read.flatMap((each) => each.notes), ...groups.notes];
  const versions = new Set(read.map((each) => each.version));
  const [version] = versions.size === 1 ? versions : [];
  const said = version === undefined ? {} : { version };
  if (format !== "deck") return { ok: true, format, ...said, document: groups.document, notes };
  const resolved = resolveDeck(groups.document);
  if (resolved.findings.length > 0) return { ok: false, format, findings: resolved.findings };
  return { ok: true, format, ...said, document: resolved.document, notes: [...notes, ...resolved.notes] };
}

function readFile(file: ImportFile, limits: Partial<ParseLimits>, readOpenApi?: OpenApiReader): ImportResult {
  const parsed = parseConfigDocument(hideDeckValues(file.text), limits);
  if (!parsed.ok) return parsed;
  const format = detectFormat(parsed.document);
  if (format === "openapi") return readDescription(parsed, file, readOpenApi);
  const values = findDeckValues(parsed.document).map((finding) => ({ ...parsed.lineOf(finding.path), ...finding }));
  if (values.length > 0) return { ok: false, format: "deck", findings: values };
  if (format === undefined) {
    return {
      ok: false,
      findings: [refusal("This is neither a Kong configuration nor an OpenAPI description.", 'A configuration has _format_version: "3.0".')],
    };
  }
  const version = parsed.document["_format_version"];
  const { document, findings } = migrateFormat(parsed.document);
  const notes: ImportNote[] = [...findings.map(({ message, path }) => ({ message, path })), ...remarksIn(document)];
  if (document !== parsed.document) notes.unshift({ message: `Format version ${String(version)} was raised to 3.0.`, path: ["_format_version"] });
  return { ok: true, format, ...(typeof version === "string" && { version }), document, notes };
}

/** A note on the remarks of the document, if any: a configuration holds none. */
function remarksIn(document: Record<string, unknown>): ImportNote[] {
  const holders = [{ entity: document, path: [] }, ...locateEntities(document)];
  const remarks = holders.flatMap(({ entity, path }) =>
    Object.keys(entity)
      .filter(isRemark)
      .map((key) => [...path, key]),
  );
  const [path] = remarks;
  if (!path) return [];
  const which = [...new Set(remarks.map((each) => String(each.at(-1))))].join(" and ");
  return [{ message: `${remarks.length === 1 ? "A remark was" : `${remarks.length} remarks were`} left out (${which}): a draft keeps none.`, path }];
}

/** What stands in braces in the prose of a description is no value of decK's; what gets into the configuration would be. */
function readDescription(parsed: Extract<ParseResult, { ok: true }>, file: ImportFile, readOpenApi?: OpenApiReader): ImportResult {
  if (!readOpenApi) return { ok: false, format: "openapi", findings: [refusal("OpenAPI descriptions cannot be read here.", "Take another file.")] };
  const read = readOpenApi(parsed.document, file);
  if (!read.ok) return { ...read, findings: read.findings.map((finding) => ({ ...parsed.lineOf(finding.path), ...finding })) };
  const values = findDeckValues(read.document);
  return values.length > 0 ? { ok: false, format: "openapi", findings: values } : read;
}

/** One document of several: lists one after the other, maps key by key. What two say differently is refused. */
function mergeFiles(documents: readonly Record<string, unknown>[]): { ok: true; document: Record<string, unknown> } | { ok: false; findings: Finding[] } {
  const merged: Record<string, unknown> = {};
  for (const document of documents) {
    for (const [key, value] of Object.entries(document)) {
      const fault = mergeKey(merged, key, value);
      if (fault) return { ok: false, findings: [fault] };
    }
  }
  return { ok: true, document: "_format_version" in merged ? merged : { _format_version: "3.0", ...merged } };
}

function mergeKey(merged: Record<string, unknown>, key: string, value: unknown): Finding | undefined {
  const before = merged[key];
  if (isEmptyList(before) || key === "_comment" || key === "_workspace") merged[key] = value;
  else if (isEmptyList(value) || JSON.stringify(before) === JSON.stringify(value)) return undefined;
  else if (Array.isArray(before) && Array.isArray(value))
    merged[key] = [...before, ...(value as unknown[])]; // safe because: its members stay unknown
  else if (isMap(before) && isMap(value) && !ENTITY_KINDS.has(key)) {
    const inner: Record<string, unknown> = { ...before };
    merged[key] = inner;
    for (const [name, member] of Object.entries(value)) {
      const fault = mergeKey(inner, name, member);
      if (fault) return { ...fault, path: [key, ...fault.path] };
    }
  } else
    return {
      severity: "error",
      message: `The files give different values for "${key}".`,
      cure: "Make them agree, or import them one after the other.",
      path: [key],
    };
  return undefined;
}

function named<T extends { message: string }>(told: T, prefix: string): T {
  return { ...told, message: `${prefix}${told.message}` };
}

function refusal(message: string, cure: string): Finding {
  return { severity: "error", message, cure, path: [] };
}
