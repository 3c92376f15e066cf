import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { type DraftTasks, runTaskHere, type TaskJob, type TaskResult } from "./draft-tasks";

/** Does a task where the host has its place for it, else in this thread. Throws `limit` where it takes more than the host gives. */
export async function runTask<Name extends keyof DraftTasks>(
  { runDraftTask = runTaskHere }: Pick<Deps, "runDraftTask">,
  name: Name,
  job: TaskJob<Name>,
): Promise<TaskResult<Name>> {
  try {
    return await runDraftTask(name, job);
  } catch (error) {
    // By name: the host's own module has another class of the same.
    if (error instanceof Error && error.name === "ThreadEndedError") throw new DomainError("limit", `${error.message} Do it in smaller parts.`);
    throw error;
  }
}
