import { expect, it } from "vitest";
import { LEAF_CERTIFICATE, LEAF_KEY } from "@/tests/support/made-certificates";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const service = (name: string, host = `${name}.internal`) => ({ kind: "services", fields: { name, host } });

it("a published draft is live with its counts, and the draft is gone", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const made = granted(await ada.drafts.saveEntity({ ...at, ...service("echo"), revision: 0 }));
  const review = await ada.drafts.review(at);
  expect(review).toMatchObject({ counts: { created: 1, changed: 0, deleted: 0 }, guard: { kind: "none" }, conflicts: [], isBehind: false });
  expect(review.diff).toMatchObject([{ label: "echo", change: "created", key: { kind: "services", id: made.id } }]);
  expect(review.yaml.after).toContain("host: echo.internal");
  expect(await ada.drafts.publish({ ...at, revision: review.revision, message: "first" })).toEqual({ ok: true, number: 1, rolloutId: null });
  expect(await ada.drafts.get(at)).toMatchObject({ isChanged: false, base: { version: 1 }, live: { version: 1 }, counts: { services: 1 } });
  expect(await ada.drafts.listSteps(at)).toEqual([]);
  expect((await ada.configVersions.list(at))[0]).toMatchObject({ number: 1, createdCount: 1, changedCount: 0, deletedCount: 0 });
  expect(await ada.drafts.publish({ ...at, revision: (await ada.drafts.get(at)).revision, message: "again" })).toEqual({ ok: false, reason: "unchanged" });
  const actions = (await ada.activity.list(at)).rows.map(({ action }) => action);
  expect(actions).toEqual(["configVersion.publish", "draft.change"]);
});

it("a draft that moved since its review is not published; its newer steps are told", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, ...service("a"), revision: 0 }));
  granted(await bob.drafts.saveEntity({ ...at, ...service("b"), revision }));
  expect(await ada.drafts.publish({ ...at, revision, message: "m" })).toMatchObject({ reason: "changed", steps: [{ authorName: "Bob" }] });
});

it("of two publishes at once one goes live, and the other is told", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, ...service("a"), revision: 0 }));
  const answers = await Promise.all([ada, bob].map((caller) => caller.drafts.publish({ ...at, revision, message: "m" })));
  expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, number: 1, rolloutId: null }]);
  expect(await ada.configVersions.list(at)).toHaveLength(1);
});

it("a publish that deletes more than a fifth, or leaves nothing, needs its count", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const { id, revision } = granted(await ada.drafts.saveEntity({ ...at, ...service("a"), revision: 0 }));
  granted(await ada.drafts.publish({ ...at, revision, message: "m" }));
  const live = await ada.drafts.get(at);
  const gone = granted(await ada.drafts.deleteEntities({ ...at, keys: [{ kind: "services", id }], revision: live.revision }));
  const publish = (confirmCount?: number) =>
    ada.drafts.publish({ ...at, revision: gone.revision, message: "m", ...(confirmCount === undefined ? {} : { confirmCount }) });
  expect(await publish()).toEqual({ ok: false, reason: "guard", guard: { kind: "empty", count: 1 } });
  expect(await publish(2)).toMatchObject({ reason: "guard" });
  expect(await publish(1)).toEqual({ ok: true, number: 2, rolloutId: null });
});

it("a draft that another version overtook is merged by entity, and both sides' changes go live", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const a = granted(await ada.drafts.saveEntity({ ...at, ...service("a"), revision: 0 }));
  granted(await ada.drafts.publish({ ...at, revision: a.revision, message: "v1" }));
  const { revision } = await ada.drafts.get(at);
  const b = granted(await ada.drafts.saveEntity({ ...at, ...service("b"), revision }));
  granted(await ada.drafts.publish({ ...at, revision: b.revision, message: "v2" }));
  const changed = granted(
    await bob.drafts.saveEntity({
      ...at,
      kind: "services",
      id: a.id,
      fields: { name: "a", host: "x.internal" },
      revision: (await bob.drafts.get(at)).revision,
    }),
  );
  granted(await ada.configVersions.rollBack({ ...at, number: 1, confirmCount: 1 }));
  expect(await bob.drafts.get(at)).toMatchObject({ isBehind: true, base: { version: 2 }, live: { version: 3 } });
  const review = await bob.drafts.review(at);
  expect(review).toMatchObject({ conflicts: [], counts: { created: 0, changed: 1, deleted: 0 } });
  expect(await bob.drafts.publish({ ...at, revision: changed.revision, message: "v4" })).toEqual({ ok: true, number: 4, rolloutId: null });
  expect((await bob.drafts.getYaml(at)).text).toContain("x.internal");
  expect((await bob.drafts.getYaml(at)).text).not.toContain("b.internal");
});

it("where both changed an entity, publishing waits until somebody chose, and keeps who did what", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const a = granted(await ada.drafts.saveEntity({ ...at, ...service("a", "one.internal"), revision: 0 }));
  granted(await ada.drafts.publish({ ...at, revision: a.revision, message: "v1" }));
  const v1 = await ada.drafts.get(at);
  const two = granted(await ada.drafts.saveEntity({ ...at, kind: "services", id: a.id, fields: { name: "a", host: "two.internal" }, revision: v1.revision }));
  granted(await ada.drafts.publish({ ...at, revision: two.revision, message: "v2" }));
  const v2 = await bob.drafts.get(at);
  const three = granted(
    await bob.drafts.saveEntity({ ...at, kind: "services", id: a.id, fields: { name: "a", host: "three.internal" }, revision: v2.revision }),
  );
  granted(await ada.configVersions.rollBack({ ...at, number: 1 }));
  const conflict = { label: "a", authorName: "ours owner", title: "Config version v3 went live", theirs: { fields: { host: "one.internal" } } };
  expect((await bob.drafts.review(at)).conflicts).toMatchObject([conflict]);
  expect(await bob.drafts.publish({ ...at, revision: three.revision, message: "v4" })).toMatchObject({ reason: "conflict", conflicts: [conflict] });
  const kept = granted(await bob.drafts.rebase({ ...at, revision: three.revision, keep: [{ kind: "services", id: a.id }], seenLive: 3 }));
  expect(await bob.drafts.get(at)).toMatchObject({ isBehind: false, base: { version: 3 }, changes: { changed: 1 }, lastStep: { authorName: "Bob" } });
  expect(await bob.drafts.publish({ ...at, revision: kept.revision, message: "v4" })).toEqual({ ok: true, number: 4, rolloutId: null });
  expect((await bob.drafts.getYaml(at)).text).toContain("three.internal");
});

it("a form filled before a publish is no conflict where its entity stayed the same", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const a = granted(await ada.drafts.saveEntity({ ...at, ...service("a"), revision: 0 }));
  const form = await bob.drafts.getEntity({ ...at, kind: "services", id: a.id });
  granted(await ada.drafts.publish({ ...at, revision: a.revision, message: "v1" }));
  const edited = { ...at, kind: "services", id: a.id, fields: { name: "a", host: "z.internal" }, revision: form.revision };
  expect(await bob.drafts.saveEntity(edited)).toMatchObject({ reason: "conflict" });
  granted(await bob.drafts.saveEntity({ ...edited, stamp: form.stamp }));
});

it("SNIs may be written in their certificate, beside credentials of basic-auth too, and stay where they are", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const pem = (text: string) => text.trim().replaceAll("\n", "\n    ");
  const certificates = `certificates:\n- cert: |\n    ${pem(LEAF_CERTIFICATE)}\n  key: |\n    ${pem(LEAF_KEY)}\n  snis:\n  - name: a.test\n`;
  const text = `_format_version: "3.0"\n${certificates}consumers:\n- username: joe\n  basicauth_credentials:\n  - {username: joe, password: secret}\n`;
  const { revision } = granted(await ada.drafts.saveYaml({ ...at, text, revision: 0 }));
  expect((await ada.drafts.get(at)).counts).toMatchObject({ certificates: 1, snis: 1, basicauth_credentials: 1 });
  expect(await ada.drafts.saveYaml({ ...at, text: text.replace("a.test", '"a b"'), revision })).toMatchObject({
    findings: [{ line: text.slice(0, text.indexOf("a.test")).split("\n").length, entity: { kind: "snis" } }],
  });
});

it("every door reads a document alike: old formats are raised, and SNIs may stand in certificates beside credentials of basic-auth", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const joe = { username: "joe", basicauth_credentials: [{ username: "joe", password: "s" }] };
  const certificate = { cert: LEAF_CERTIFICATE, key: LEAF_KEY, snis: [{ name: "a.test" }] };
  const service = { name: "s", host: "s.internal", routes: [{ name: "r", paths: ["/a/(b|c)"] }] };
  const text = JSON.stringify({ _format_version: "1.1", consumers: [joe], certificates: [certificate], services: [service] });
  granted(await ada.drafts.saveYaml({ ...at, text, revision: 0 }));
  const { text: asYaml, revision } = await ada.drafts.getYaml(at);
  expect(asYaml).toContain("~/a/(b|c)");
  const files = [{ name: "kong.json", text }];
  expect(await ada.configImports.preview({ ...at, files, mode: "replace" })).toMatchObject({ counts: { created: 0, changed: 0, deleted: 0 }, revision });
  granted(await ada.configVersions.publish({ ...at, source: text, message: "m" }));
  expect((await ada.drafts.review(at)).counts).toEqual({ created: 0, changed: 0, deleted: 0 });
  const faulty = await ada.configVersions.check({ ...at, source: text.replace("a.test", "a b") });
  expect(faulty.findings).toContainEqual(expect.objectContaining({ severity: "error", path: ["certificates", 0, "snis", 0, "name"], line: 1 }));
});

it("the whole draft as YAML is taken by entity, masked secrets stay, and faults tell their line", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const joe = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "joe" }, revision: 0 }));
  granted(await ada.drafts.saveEntity({ ...at, kind: "keyauth_credentials", fields: { key: "top-secret-key", consumer: joe.id }, revision: joe.revision }));
  const { text, revision } = await ada.drafts.getYaml(at);
  expect(text).not.toContain("top-secret-key");
  granted(await bob.drafts.saveEntity({ ...at, ...service("theirs"), revision }));
  granted(await ada.drafts.saveYaml({ ...at, text: text.replace("username: joe", "username: joe\n  custom_id: c7"), revision }));
  const draft = await ada.drafts.get(at);
  expect(draft.counts).toEqual({ services: 1, consumers: 1, keyauth_credentials: 1 });
  const refused = await ada.drafts.saveYaml({ ...at, text: `${text}routes:\n- name: r\n  service: ghost\n  paths: [/]\n`, revision });
  expect(refused).toMatchObject({ ok: false, reason: "findings" });
  if (refused.ok || refused.reason !== "findings") throw new Error("No finding was told.");
  expect(refused.findings[0]?.line).toBeGreaterThan(3);
  const seen = await world.deps.runtimeApi;
  expect(seen).toBeDefined();
  granted(await ada.drafts.publish({ ...at, revision: draft.revision, message: "m" }));
  const served = await ada.configVersions.export({ ...at, source: 1, format: "declarative", withSecrets: true });
  expect(served.text).toContain("top-secret-key");
});

it("an error under a field saves nothing", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const refused = await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal", port: 99999 }, revision: 0 });
  if (refused.ok || refused.reason !== "findings") throw new Error("No finding was told.");
  expect(refused.findings.filter(({ severity }) => severity === "error")).toMatchObject([{ field: ["port"], entity: { kind: "services", name: "echo" } }]);
  const dangling = { name: "r", paths: ["/"], service: "6f9f1ff5-1fd5-4ac1-a6d1-7b8f5e5d5c11" };
  expect(await ada.drafts.saveEntity({ ...at, kind: "routes", fields: dangling, revision: 0 })).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ severity: "error", field: ["service"] })]),
  });
  granted(await ada.drafts.saveEntity({ ...at, ...service("echo"), revision: 0 }));
  expect(await ada.drafts.saveEntity({ ...at, ...service("echo"), revision: 1 })).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ severity: "error", field: ["name"] })]),
  });
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 1 });
});
