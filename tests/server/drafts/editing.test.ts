import { expect, it } from "vitest";
import { configContents } from "@/db/schema/index";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

it("a saved entity is in the draft, listed, and told as created", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const service = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "echo.internal", tags: ["a"] }, revision: 0 }));
  const route = { name: "login", paths: ["/login"], service: service.id };
  granted(await ada.drafts.saveEntity({ ...at, kind: "routes", fields: route, revision: service.revision }));
  const draft = await ada.drafts.get(at);
  expect(draft).toMatchObject({ revision: 2, base: null, isChanged: true, isBehind: false, changes: { created: 2, changed: 0, deleted: 0 } });
  expect(draft.counts).toEqual({ services: 1, routes: 1 });
  expect(draft.lastStep).toMatchObject({ title: "Created route login", authorName: "ours owner" });
  const page = await ada.drafts.listEntities({ ...at, kind: "routes", of: { kind: "services", id: service.id } });
  expect(page.rows).toMatchObject([{ label: "login", change: "created", columns: { service: "echo", paths: "/login" } }]);
  expect((await ada.drafts.listEntities({ ...at, kind: "services", search: "internal", tag: "a" })).rows[0]?.columns).toMatchObject({ routes: 1 });
  expect((await ada.drafts.getEntity({ ...at, kind: "services", id: service.id })).usedBy).toEqual([{ kind: "routes", field: "service", count: 1 }]);
  expect(await ada.drafts.pick({ ...at, kind: "services", search: "ech" })).toEqual([{ id: service.id, label: "echo" }]);
});

it("of two editors, the second is told who changed the entity and how, and nothing is lost", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { id, revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  granted(await ada.drafts.saveEntity({ ...at, kind: "services", id, fields: { name: "echo", host: "b.internal" }, revision }));
  const refused = await bob.drafts.saveEntity({ ...at, kind: "services", id, fields: { name: "echo", host: "c.internal" }, revision });
  expect(refused).toMatchObject({ ok: false, reason: "conflict", revision: revision + 1 });
  if (refused.ok || refused.reason !== "conflict") throw new Error("No conflict was told.");
  expect(refused.conflicts).toMatchObject([
    { label: "echo", authorName: "ours owner", title: "Changed gateway service echo", theirs: { fields: { host: "b.internal" } } },
  ]);
  expect(refused.conflicts[0]?.fields).toEqual([{ path: ["host"], before: "a.internal", after: "b.internal", isSecret: false }]);
  // Another entity is no conflict, and with the newer revision it goes through.
  granted(await bob.drafts.saveEntity({ ...at, kind: "services", fields: { name: "other", host: "o.internal" }, revision }));
  granted(await bob.drafts.saveEntity({ ...at, kind: "services", id, fields: { name: "echo", host: "c.internal" }, revision: refused.revision }));
  const steps = await ada.drafts.listSteps(at);
  expect(steps.map(({ authorName }) => authorName)).toEqual(["Bob", "Bob", "ours owner", "ours owner"]);
});

it("of saves at the same moment none is lost: each goes through or is told of the other", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { id, revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  const answers = await Promise.all(
    [ada, bob, ada, bob].map((caller, n) =>
      caller.drafts.saveEntity({ ...at, kind: "services", id, fields: { name: "echo", host: `h${n}.internal` }, revision }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const others = await Promise.all(
    [ada, bob, ada, bob].map((caller, n) => caller.drafts.saveEntity({ ...at, kind: "services", fields: { name: `s${n}`, host: "x.internal" }, revision })),
  );
  expect(others.every(({ ok }) => ok)).toBe(true);
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 5 });
});

it("of changes at the same moment that do not go together, one goes through and the other is refused", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const { id, revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  const answers = await Promise.all([
    ada.drafts.deleteEntities({ ...at, keys: [{ kind: "services", id }], revision }),
    bob.drafts.saveEntity({ ...at, kind: "routes", fields: { name: "login", paths: ["/login"], service: id }, revision }),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const named = (name: string) => ({ ...at, kind: "consumers", fields: { username: name }, revision: 2 });
  const twins = await Promise.all([ada.drafts.saveEntity(named("joe")), bob.drafts.saveEntity(named("joe"))]);
  expect(twins.filter(({ ok }) => ok)).toHaveLength(1);
});

it("a secret leaves masked, stays where its mask comes back, and a mask elsewhere is a fault", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const consumer = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "joe" }, revision: 0 }));
  const fields = { username: "joe", password: "very-secret", consumer: consumer.id };
  const made = granted(await ada.drafts.saveEntity({ ...at, kind: "basicauth_credentials", fields, revision: consumer.revision }));
  const view = await ada.drafts.getEntity({ ...at, kind: "basicauth_credentials", id: made.id });
  expect(view.entity.fields).toMatchObject({ password: SECRET_MASK });
  expect(JSON.stringify([view, await ada.drafts.getYaml(at), await ada.drafts.review(at)])).not.toContain("very-secret");
  const again = { ...view.entity.fields, username: "joey" };
  granted(await ada.drafts.saveEntity({ ...at, kind: "basicauth_credentials", id: made.id, fields: again, revision: made.revision }));
  const misplaced = { username: SECRET_MASK, password: "p", consumer: consumer.id };
  expect(await ada.drafts.saveEntity({ ...at, kind: "basicauth_credentials", fields: misplaced, revision: 3 })).toMatchObject({
    ok: false,
    reason: "findings",
  });
  granted(await ada.drafts.publish({ ...at, revision: (await ada.drafts.get(at)).revision, message: "m" }));
  const live = await world.deps.db.read.select().from(configContents).get();
  expect(live?.body.toString("latin1")).not.toContain("very-secret");
});

it("deleting says what hangs on it, and does it once the count is confirmed", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const service = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  const route = granted(
    await ada.drafts.saveEntity({ ...at, kind: "routes", fields: { name: "r", paths: ["/r"], service: service.id }, revision: service.revision }),
  );
  const keys = [{ kind: "services", id: service.id }];
  expect(await ada.drafts.deleteEntities({ ...at, keys, revision: route.revision })).toMatchObject({
    reason: "dependents",
    dependents: { deletedCount: 1, deleted: [{ kind: "routes", label: "r" }] },
  });
  expect(await ada.drafts.getDependents({ ...at, kind: "services", id: service.id })).toMatchObject({ deletedCount: 1, clearedCount: 0 });
  granted(await ada.drafts.deleteEntities({ ...at, keys, revision: route.revision, confirmDependents: 1 }));
  expect((await ada.drafts.get(at)).counts).toEqual({});
});

it("a step is taken back, unless what it touched was changed since or others need it", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const made = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  const route = granted(await bob.drafts.saveEntity({ ...at, kind: "routes", fields: { paths: ["/r"], service: made.id }, revision: made.revision }));
  expect(await ada.drafts.undo({ ...at, revision: made.revision })).toMatchObject({ ok: false, reason: "findings" });
  granted(await ada.drafts.undo({ ...at, revision: route.revision }));
  const undone = granted(await ada.drafts.undo({ ...at, revision: made.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({});
  expect((await ada.drafts.listSteps(at)).map(({ isUndone, title }) => [title, isUndone])).toEqual([
    ["Undid: Created gateway service echo", false],
    ["Undid: Created route /r", false],
    ["Created route /r", true],
    ["Created gateway service echo", true],
  ]);
  granted(await ada.drafts.undo({ ...at, revision: undone.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 1 });
  granted(await bob.drafts.saveEntity({ ...at, kind: "services", id: made.id, fields: { name: "echo", host: "b.internal" }, revision: undone.revision + 1 }));
  expect(await ada.drafts.undo({ ...at, revision: made.revision })).toMatchObject({ reason: "conflict", conflicts: [{ authorName: "Bob" }] });
});

it("a draft is discarded only as it was seen, and its revision still grows", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const made = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "echo", host: "a.internal" }, revision: 0 }));
  const second = granted(await bob.drafts.saveEntity({ ...at, kind: "services", fields: { name: "b", host: "b.internal" }, revision: made.revision }));
  expect(await ada.drafts.discard({ ...at, revision: made.revision })).toMatchObject({ reason: "conflict", conflicts: [{ label: "b", authorName: "Bob" }] });
  const gone = granted(await ada.drafts.discard({ ...at, revision: second.revision }));
  expect(gone.revision).toBeGreaterThan(second.revision);
  expect(await ada.drafts.get(at)).toMatchObject({ isChanged: false, counts: {} });
  const late = await bob.drafts.saveEntity({ ...at, kind: "services", id: made.id, fields: { name: "echo", host: "z.internal" }, revision: second.revision });
  expect(late).toMatchObject({ reason: "conflict", conflicts: [{ title: "Discarded the draft", authorName: "ours owner" }] });
});

it.each([
  ["deep", JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) as unknown, "nests deeper than 64 levels"],
  ["wide", Array.from({ length: 60_000 }, () => 1), "more than 50000 values"],
  ["large", "x".repeat(600 * 1024), "at most 512 KiB"],
])("an entity that is too %s is refused, whatever door it comes by", async (_what, value, said) => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const fields = { name: "of-no-known-plugin", config: { value } };
  const saved = await ada.drafts.saveEntity({ ...at, kind: "plugins", fields, revision: 0 });
  expect(saved).toMatchObject({ reason: "findings", findings: [{ message: expect.stringContaining(said) as string }] }); // safe because the matcher stands for a text
});

it("a plugin that is set twice for a route is saved with a warning at each of the two, and the list tells them apart", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const route = granted(await ada.drafts.saveEntity({ ...at, kind: "routes", fields: { name: "login", paths: ["/login"] }, revision: 0 }));
  const plugin = (fields: Record<string, unknown>, revision: number) =>
    ada.drafts.saveEntity({ ...at, kind: "plugins", fields: { name: "cors", ...fields }, revision });
  const one = granted(await plugin({ route: route.id }, 1));
  const other = granted(await plugin({ route: route.id }, 2));
  const everywhere = granted(await plugin({}, 3));
  const told = [{ severity: "warning", message: "The same plugin is set for the same scope elsewhere, and one of the two wins." }];
  expect(other.findings).toMatchObject(told);
  for (const { id } of [one, other]) expect((await ada.drafts.getEntity({ ...at, kind: "plugins", id })).findings).toMatchObject(told);
  expect(everywhere.findings).toEqual([]);
  const labels = (await ada.drafts.listEntities({ ...at, kind: "plugins" })).rows.map(({ label }) => label);
  expect(labels.sort()).toEqual(["cors", ...[one, other].map(({ id }) => `cors on route login (${id.slice(0, 8)}…)`).sort()]);
});
