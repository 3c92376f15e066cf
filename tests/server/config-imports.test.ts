import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { LEAF_CERTIFICATE, LEAF_KEY } from "@/tests/support/made-certificates";
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

it("a preview says what the files are", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const formatOf = async (text: string) => (await ada.configImports.preview({ ...at, files: [file(text)], mode: "replace" })).format;
  expect(await formatOf(ECHO)).toBe("Kong declarative configuration, format 3.0");
  expect(await formatOf(ECHO.replace("3.0", "1.1"))).toBe("Kong declarative configuration, format 1.1, paths migrated to 3.0");
  expect(await formatOf(`_info: {}\n${ECHO.replace("3.0", "1.1")}`)).toBe("decK file, format 1.1, paths migrated to 3.0");
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

it("what decK exports of a certificate with an SNI beside a basic-auth credential changes nothing when it is imported", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const certificate = { cert: LEAF_CERTIFICATE, key: LEAF_KEY, snis: [{ name: "a.example.com" }] };
  const consumer = { username: "alice", basicauth_credentials: [{ username: "alice", password: "open sesame" }] };
  const document = JSON.stringify({ _format_version: "3.0", certificates: [certificate], consumers: [consumer] });
  granted(await ada.configImports.take({ ...at, files: [file(document, "kong.json")], mode: "replace", revision: 0 }));
  const { text } = await ada.drafts.getYaml(at);
  const again = await ada.configImports.preview({ ...at, files: [file(document, "kong.json")], mode: "replace" });
  expect(again).toMatchObject({ counts: { created: 0, changed: 0, deleted: 0 } });
  expect(again.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect((await ada.configImports.preview({ ...at, files: [file(text)], mode: "replace" })).counts).toEqual({ created: 0, changed: 0, deleted: 0 });
});

it("a secret is masked in a header that a transformer adds and in an address, of plugins known and unknown", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const add = { headers: ["Authorization:Bearer hunter2", "X-Team:blue"] };
  const plugins = [
    { name: "request-transformer", config: { add } },
    { name: "our-own", config: { dsn: "hunter2", address: "postgres://u:hunter2@db" } },
  ];
  const document = JSON.stringify({ _format_version: "3.0", plugins });
  granted(await ada.configImports.take({ ...at, files: [file(document, "kong.json")], mode: "replace", revision: 0 }));
  const { text, revision } = await ada.drafts.getYaml(at);
  expect(text).not.toContain("hunter2");
  expect(text).toContain("X-Team:blue");
  granted(await ada.drafts.saveYaml({ ...at, text, revision }));
  expect((await ada.configImports.preview({ ...at, files: [file(document, "kong.json")], mode: "replace" })).counts).toEqual({
    created: 0,
    changed: 0,
    deleted: 0,
  });
});

it("a file's name is told with what no page can show written out, in the step, the audit trail and findings", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const files = [file(ECHO, "a\u202Eb\n.yaml"), file("_format_version: '3.0'\n", "c.yaml")];
  granted(await ada.configImports.take({ ...at, files, mode: "replace", revision: 0 }));
  const told = [(await ada.drafts.get(at)).lastStep, (await ada.activity.list(at)).rows[0]];
  const refused = await ada.configImports.preview({ ...at, files: [...files, file("{", "\u202Ed")], mode: "replace" });
  expect(JSON.stringify(told)).toContain(String.raw`a\\u202eb\\u000a.yaml`);
  expect([told, refused].map((each) => /\u202e|\u202E/.test(JSON.stringify(each)))).toEqual([false, false]);
});
