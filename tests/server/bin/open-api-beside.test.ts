import { expect, it } from "vitest";
import { createDraftsBeside } from "@/server/bin/drafts-beside";
import { createThreadBeside } from "@/server/bin/thread-beside";
import { EMPTY_CONFIGURATION } from "@/server/domain/configuration/configuration";
import { runTaskHere } from "@/server/draft-store/draft-tasks";

it("a description of an API, however small, is read in the thread beside, with what this thread would say", async () => {
  const text = "openapi: 3.1.0\ninfo: {title: x}\nservers: [{url: http://h.test}]\npaths: {/a: {get: {tags: [a]}}}\n";
  const job = { input: { files: [{ name: "api.yaml", text }], mode: "replace" as const }, current: EMPTY_CONFIGURATION, versions: [], now: 0 };
  const asked: string[] = [];
  const askThread = createThreadBeside();
  const beside = createDraftsBeside((sent, mostMs) => {
    asked.push(sent.task);
    return askThread(sent, mostMs);
  });
  expect(await beside("readImport", job)).toEqual(await runTaskHere("readImport", job));
  expect(asked).toEqual(["readImport"]);
});
