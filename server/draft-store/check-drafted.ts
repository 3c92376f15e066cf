import { applyChanges } from "../domain/configuration/diff-configurations";
import type { Configuration, EntityChange } from "../domain/configuration/configuration";
import type { DraftFinding } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import type { OrgContext } from "../trpc/init";
import { checkPart, partOfChanges, tellChanges } from "./check-changes";
import { sizeOf } from "./draft-cache";
import type { GroupSchemas } from "./group-schemas";
import { runTask } from "./run-task";

/** What an edit by hand concerns is checked at once, and never waits for another's import to leave the thread beside. */
const MOST_HERE = 200;

/** `checkChanges` of what the changes make of a configuration; of many changes the work is done where the host has its place for it. */
export async function checkDrafted(
  { deps }: OrgContext,
  changes: readonly EntityChange[],
  before: Configuration,
  group: GroupSchemas,
): Promise<DraftFinding[]> {
  const after = applyChanges(before, changes);
  const [part, now] = [partOfChanges(changes, after), deps.now()];
  const { findings } =
    sizeOf(part) > MOST_HERE
      ? await runTask(deps, "checkPart", { part, versions: group.versions, now })
      : { findings: checkPart(part, { schemas: group.schemas, named: NAMED_CHECKS, now }) };
  return tellChanges(findings, changes, after);
}
