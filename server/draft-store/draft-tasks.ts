import { rememberKongIds } from "../kong-ids";
import { canonicalizeConfiguration, type CanonicalConfig } from "../domain/config-document/canonical";
import { checkConfigDocument } from "../domain/config-document/check";
import { type Finding, isError } from "../domain/config-document/finding";
import { parseConfigDocument } from "../domain/config-document/parse";
import type { Configuration, EntityChange } from "../domain/configuration/configuration";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import { keepPlaces } from "../domain/configuration/merge";
import { readDocument } from "../domain/configuration/read-document";
import { holdsMask, maskConfiguration, maskDocument, restoreDocument } from "../domain/configuration/secrets";
import { writeYaml } from "../domain/config-document/write-yaml";
import type { DraftFinding, ImportInput } from "../domain/draft";
import { exportConfiguration, type ExportFormat } from "../domain/export/export-configuration";
import { currentForm } from "../domain/import/current-form";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { checkPart } from "./check-changes";
import { checkConfiguration, type VersionFinding } from "./check-configuration";
import { combinedSchemas, type VersionSchemas } from "./group-schemas";
import { type ReadImport, readImport } from "./read-import";

/** What a task goes by: what the group's nodes told, and the time. */
interface Terms {
  versions: readonly VersionSchemas[];
  now: number;
}

/** Each place in the text costs a search. */
const MOST_FINDINGS = 100;

/** Of a whole configuration: more than is ever shown. */
const MOST_CHECKED = 1000;

/** What a text changes against what its author saw. With findings of errors, `changes` is empty. */
export interface ReadYaml {
  findings: DraftFinding[];
  changes: EntityChange[];
}

function readYaml({ text, seen, versions, now }: Terms & { text: string; seen: Configuration }): ReadYaml {
  const parsed = parseConfigDocument(text);
  if (!parsed.ok) return { findings: parsed.findings, changes: [] };
  const [makeId, schemas] = [rememberKongIds(), combinedSchemas(versions)];
  const restored = holdsMask(parsed.document) ? restoreDocument(parsed.document, seen, makeId, schemas) : { document: parsed.document, findings: [] };
  const { document, origin } = currentForm(restored.document, makeId);
  const found = [...restored.findings, ...checkConfigDocument(document, makeId, { schemas, named: NAMED_CHECKS, now })];
  const errors = found.filter(isError).slice(0, MOST_FINDINGS);
  if (errors.length > 0) return { findings: errors.map((each) => ({ ...each, ...parsed.lineOf(origin(each.path)) })), changes: [] };
  // Nobody is told of a move that is none.
  return { findings: [], changes: diffConfigurations(seen, keepPlaces(seen, readDocument(document, makeId)), schemas) };
}

/**
 * The work on whole configurations: pure, and up to some seconds for a large one. Each takes and gives plain values and
 * configurations, so that it can be done in another thread.
 */
const DRAFT_TASKS = {
  /** What is to say about a configuration on the group's nodes; at most a thousand findings. */
  check: ({ configuration, versions, now }: Terms & { configuration: Configuration }): { findings: VersionFinding[]; count: number } => {
    const findings = checkConfiguration(configuration, versions, now);
    return { findings: findings.slice(0, MOST_CHECKED), count: findings.length };
  },
  /** Every finding of the part of a configuration that changes concern. */
  checkPart: ({ part, versions, now }: Terms & { part: Configuration }): { findings: Finding[] } => ({
    findings: checkPart(part, { schemas: combinedSchemas(versions), named: NAMED_CHECKS, now }),
  }),
  /** The document that nodes are served. */
  canonicalize: ({ configuration }: { configuration: Configuration }): CanonicalConfig => canonicalizeConfiguration(configuration),
  /** The configuration that a served document holds. */
  readContent: ({ json }: { json: string }): { configuration: Configuration } => {
    const document = JSON.parse(json) as Record<string, unknown>; // safe because only canonical documents are kept
    return { configuration: readDocument(document, rememberKongIds()) };
  },
  /** A whole configuration as YAML, its secrets masked. */
  maskedYaml: ({ configuration, versions }: Pick<Terms, "versions"> & { configuration: Configuration }): { text: string } => ({
    text: writeYaml(maskDocument(configuration, combinedSchemas(versions))),
  }),
  /** A whole configuration as the text of a file. */
  writeFile: ({
    configuration,
    versions,
    format,
    withSecrets,
  }: Pick<Terms, "versions"> & { configuration: Configuration; format: ExportFormat; withSecrets: boolean }): { text: string } => ({
    text: exportConfiguration(withSecrets ? configuration : maskConfiguration(configuration, combinedSchemas(versions)), format),
  }),
  readYaml,
  readImport: ({ input, current, versions, now }: Terms & { input: ImportInput; current: Configuration }): Promise<ReadImport> =>
    readImport(input, current, { makeId: rememberKongIds(), versions, now }),
};

/** The tasks by name. */
export type DraftTasks = typeof DRAFT_TASKS;
/** What a task takes. */
export type TaskJob<Name extends keyof DraftTasks> = Parameters<DraftTasks[Name]>[0];
/** What a task gives. */
export type TaskResult<Name extends keyof DraftTasks> = Awaited<ReturnType<DraftTasks[Name]>>;

/** Does a task; the doors choose whether in this thread or beside it. */
export type RunDraftTask = <Name extends keyof DraftTasks>(name: Name, job: TaskJob<Name>) => Promise<TaskResult<Name>>;

/** Does a task in this thread. */
export async function runTaskHere<Name extends keyof DraftTasks>(name: Name, job: TaskJob<Name>): Promise<TaskResult<Name>> {
  const task = DRAFT_TASKS[name] as (job: TaskJob<Name>) => TaskResult<Name> | Promise<TaskResult<Name>>; // safe because job and result go by one name
  return await task(job);
}
