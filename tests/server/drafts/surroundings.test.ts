import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { type RunDraftTask, runTaskHere } from "@/server/draft-store/draft-tasks";
import { createDraftWorld, granted } from "@/tests/support/draft-world";
import { addNode } from "@/tests/support/nodes";

it("a review, and the check of a document, tells which instances have not loaded a plugin, and an error forbids the publish", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const addInstance = (hostname: string, plugins: string[]) => addNode(world.deps.db, world.ours, hostname, { plugins });
  await addInstance("host-a", ["key-auth"]);
  await addInstance("host-b", ["key-auth", "cors"]);
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "plugins", fields: { name: "cors" }, revision: 0 }));
  const review = await ada.drafts.review(at);
  expect(review.checkedFor).toEqual([{ gatewayVersion: "3.9.1", instanceCount: 2 }]);
  const unloaded = review.findings.find(({ message }) => message.includes("not loaded"));
  expect(unloaded).toMatchObject({ severity: "warning", instanceCount: 1, instances: [{ hostname: "host-a" }], entity: { kind: "plugins", name: "cors" } });
  const source = JSON.stringify({ _format_version: "3.0", plugins: [{ name: "cors" }] });
  const checked = await ada.configVersions.check({ ...at, source });
  expect(review.fit).toMatchObject({
    instanceCount: 2,
    incompatibleCount: 1,
    incompatible: [{ gatewayVersion: "3.9.1", instanceCount: 1, causes: [{ message: "It uses the plugin cors, which this node has not loaded." }] }],
  });
  expect(checked.findings).toMatchObject([{ severity: "warning", instanceCount: 1, instances: [{ hostname: "host-a" }] }]);
  await world.deps.db.write((tx) => tx.delete(runtimeInstances));
  await addInstance("host-c", ["key-auth"]);
  expect(await ada.drafts.publish({ ...at, revision, message: "m" })).toMatchObject({
    reason: "findings",
    findings: [{ severity: "error", instanceCount: 1 }],
  });
});

it("a node that has not told its plugins, or whose credential is revoked, forbids no publish", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  await addNode(world.deps.db, world.ours, "untold");
  await addNode(world.deps.db, world.ours, "revoked", { plugins: ["key-auth"], credentialHash: null });
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "plugins", fields: { name: "cors" }, revision: 0 }));
  expect((await ada.drafts.review(at)).fit).toEqual({ instanceCount: 1, incompatibleCount: 0, incompatible: [] });
  expect(await ada.drafts.publish({ ...at, revision, message: "m" })).toEqual({ ok: true, number: 1, rolloutId: null });
});

it("two processes on one database see each other's steps at once, and lose none", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  await using process = await world.another();
  const other = process.ada;
  const a = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "a", host: "a.internal" }, revision: 0 }));
  const b = granted(await other.drafts.saveEntity({ ...at, kind: "services", fields: { name: "b", host: "b.internal" }, revision: a.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 2 });
  const stale = { ...at, kind: "services", id: a.id, revision: b.revision };
  granted(await ada.drafts.saveEntity({ ...stale, fields: { name: "a", host: "x.internal" } }));
  expect(await other.drafts.saveEntity({ ...stale, fields: { name: "a", host: "y.internal" } })).toMatchObject({ reason: "conflict" });
  granted(await ada.drafts.discard({ ...at, revision: b.revision + 1 }));
  expect((await other.drafts.get(at)).counts).toEqual({});
});

it("a duplicate takes the secrets that were not typed anew, and no value that must be unique", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const fields = { name: "http-log", config: { http_endpoint: "http://log.internal", headers: { Authorization: "Bearer top-secret" } } };
  const made = granted(await ada.drafts.saveEntity({ ...at, kind: "plugins", fields, revision: 0 }));
  const service = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "s", host: "s.internal" }, revision: made.revision }));
  const { entity } = await ada.drafts.getEntity({ ...at, kind: "plugins", id: made.id });
  const copy = { ...at, kind: "plugins", fields: { ...entity.fields, service: service.id }, revision: service.revision };
  expect(await ada.drafts.saveEntity(copy)).toMatchObject({ ok: false, reason: "findings" });
  granted(await ada.drafts.saveEntity({ ...copy, duplicateOf: made.id }));
  const joe = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "joe" }, revision: 3 }));
  const key = granted(await ada.drafts.saveEntity({ ...at, kind: "keyauth_credentials", fields: { key: "k-secret", consumer: joe.id }, revision: 4 }));
  const credential = await ada.drafts.getEntity({ ...at, kind: "keyauth_credentials", id: key.id });
  const again = { ...at, kind: "keyauth_credentials", fields: credential.entity.fields, revision: 5, duplicateOf: key.id };
  expect(await ada.drafts.saveEntity(again)).toMatchObject({ ok: false, reason: "findings", findings: [{ field: ["key"] }] });
});

it("an entity written as YAML is saved with references by name, and a fault tells its line", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const service = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "s.internal" }, revision: 0 }));
  const route = { ...at, kind: "routes", revision: service.revision };
  const made = granted(await ada.drafts.saveEntityYaml({ ...route, text: "name: login\npaths: [/login]\nservice: echo\n" }));
  const view = await ada.drafts.getEntity({ ...at, kind: "routes", id: made.id });
  expect(view.entity.fields).toMatchObject({ service: service.id });
  expect(view.yaml).toContain("service: echo");
  expect(await ada.drafts.saveEntityYaml({ ...route, text: "name: r\npaths: [/r]\nregex_priority: high\n" })).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ severity: "error", field: ["regex_priority"], line: 3 })]),
  });
  expect(await ada.drafts.saveEntityYaml({ ...route, text: "a: [" })).toMatchObject({ ok: false, reason: "findings" });
});

it("where requests may not await each other's work, one that never ends holds nobody up", async () => {
  await using world = await createDraftWorld();
  const { at } = world;
  const source = JSON.stringify({ _format_version: "3.0", services: [{ name: "a", host: "a.internal" }] });
  granted(await world.ada.configVersions.publish({ ...at, source, message: "m" }));
  let tasks = 0;
  const runDraftTask: RunDraftTask = (name, job) => (tasks++ === 0 ? new Promise<never>(() => undefined) : runTaskHere(name, job));
  await using process = await world.another({ draftMemory: { mostEntities: 10, sharesLoads: false }, runDraftTask });
  const { ada } = process;
  void ada.drafts.get(at);
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 1 });
  expect(tasks).toBe(2);
});

it("reviews and a publish of one draft at the same time check it once; a check that fails is done again", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at, deps } = world;
  let checks = 0;
  deps.runDraftTask = (name, job) => {
    if (name === "check" && ++checks === 1) return Promise.reject(new Error("The thread ended."));
    return runTaskHere(name, job);
  };
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "a", host: "a.internal" }, revision: 0 }));
  await expect(ada.drafts.review(at)).rejects.toThrow();
  const [shown] = await Promise.all([ada.drafts.review(at), bob.drafts.review(at)]);
  expect(shown.findings).toEqual([]);
  granted(await ada.drafts.publish({ ...at, revision, message: "m" }));
  expect(checks).toBe(2);
});
