import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const file = (text: string, name = "kong.yaml") => ({ name, text });
const ECHO = "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n  tags: [team-a]\n  routes:\n  - name: login\n    paths: [/login]\n";

it("an import shows what it would change, and taking it is one step that can be taken back", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const preview = await ada.configImports.preview({ ...at, files: [file(ECHO)], mode: "replace" });
  expect(preview).toMatchObject({ revision: 0, counts: { created: 2, changed: 0, deleted: 0 }, entityCount: 2 });
  expect(preview.diff.map(({ label, change }) => [label, change])).toEqual([
    ["echo", "created"],
    ["login", "created"],
  ]);
  const taken = granted(await ada.configImports.take({ ...at, files: [file(ECHO)], mode: "replace", revision: preview.revision }));
  expect((await ada.drafts.get(at)).lastStep).toMatchObject({ title: "Imported kong.yaml, in place of all", changeCount: 2 });
  expect((await ada.configImports.preview({ ...at, files: [file(ECHO)], mode: "replace" })).counts).toEqual({ created: 0, changed: 0, deleted: 0 });
  expect((await ada.activity.list(at)).rows[0]?.action).toBe("config.import");
  granted(await ada.drafts.undo({ ...at, revision: taken.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({});
});

it("a merge keeps what the files do not hold, and may refer to it", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const { revision } = granted(await ada.configImports.take({ ...at, files: [file(ECHO)], mode: "replace", revision: 0 }));
  const more = "_format_version: '3.0'\nroutes:\n- name: logout\n  service: echo\n  paths: [/logout]\n";
  granted(await ada.configImports.take({ ...at, files: [file(more)], mode: "merge", revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 1, routes: 2 });
  const dangling = more.replace("service: echo", "service: ghost");
  expect(await ada.configImports.take({ ...at, files: [file(dangling)], mode: "merge", revision: 9 })).toMatchObject({ ok: false, reason: "findings" });
});

it("an import does not overwrite what somebody changed after its preview", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { revision } = granted(await ada.configImports.take({ ...at, files: [file(ECHO)], mode: "replace", revision: 0 }));
  const other = granted(await bob.drafts.saveEntity({ ...at, kind: "services", fields: { name: "theirs", host: "t.internal" }, revision }));
  const files = [file(ECHO.replace("echo.internal", "new.internal"))];
  expect(await ada.configImports.take({ ...at, files, mode: "replace", revision })).toMatchObject({ reason: "conflict", conflicts: [{ label: "theirs" }] });
  granted(await ada.configImports.take({ ...at, files, mode: "replace", revision: other.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 1, routes: 1 });
});

it("what an import comes to in one org is no answer in another at the same revision", async () => {
  await using world = await createDraftWorld();
  const { ada, at, theirs } = world;
  const eve = createCaller(world.contextOf(theirs.user));
  const there = { org: theirs.slug, groupId: theirs.groupId };
  const service = (host: string) => ({ kind: "services", fields: { name: "echo", host }, revision: 0 });
  granted(await ada.drafts.saveEntity({ ...at, ...service("ours.internal") }));
  granted(await eve.drafts.saveEntity({ ...there, ...service("theirs.internal") }));
  const terms = { files: [file(ECHO)], mode: "replace" as const };
  expect(JSON.stringify((await ada.configImports.preview({ ...at, ...terms })).diff)).toContain("ours.internal");
  expect(JSON.stringify((await eve.configImports.preview({ ...there, ...terms })).diff)).toContain("theirs.internal");
});
