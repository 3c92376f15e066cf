import type { Configuration } from "../domain/configuration/configuration";
import { sizeOf } from "../draft-store/draft-cache";
import { type DraftTasks, type RunDraftTask, runTaskHere, type TaskJob, type TaskResult } from "../draft-store/draft-tasks";
import { pack, type Packed, unpack } from "../draft-store/wire";
import type { AskThread } from "./thread-beside";

/** What is smaller takes some ten milliseconds, less than handing it over. */
const SMALL_ENTITIES = 200;
const SMALL_CHARACTERS = 8192;
const MOST_MS = 60_000;

const isLarge = (value: unknown): boolean => {
  if (typeof value === "string") return value.length > SMALL_CHARACTERS;
  if (typeof value !== "object" || value === null) return false;
  if ("entities" in value && value.entities instanceof Map) return sizeOf(value as Configuration) > SMALL_ENTITIES; // safe because nothing else has entities in a Map
  return Object.values(value).some((member) => isLarge(member));
};

/** Does the work on large configurations in a thread beside this one, so that a poll never waits for it. Rejects with `ThreadEndedError` where it takes too much. */
export function createDraftsBeside(ask: AskThread, { mostMs = MOST_MS } = {}): RunDraftTask {
  const inThread = async <Name extends keyof DraftTasks>(task: Name, job: TaskJob<Name>): Promise<TaskResult<Name>> => {
    const answer = (await ask({ task, input: await pack(job) }, mostMs)) as Packed; // safe because the thread packs every result
    return (await unpack(answer)) as TaskResult<Name>; // safe because that is what the task gives
  };
  return (task, job) => (isLarge(job) ? inThread(task, job) : runTaskHere(task, job));
}
