import { expect, it } from "vitest";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { granted } from "@/tests/support/draft-world";
import { createVersionsWorld, documentOf, SECRET } from "@/tests/support/versions-world";

it("a publish counts what it creates, changes and deletes against what was live", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal", "b.internal");
  granted(await caller.configVersions.publish({ ...at, source: "_format_version: '3.0'\nupstreams:\n- name: u\n", message: "Other things", confirmCount: 4 }));
  const counts = (await caller.configVersions.list(at)).map(({ createdCount, changedCount, deletedCount }) => [createdCount, changedCount, deletedCount]);
  expect(counts).toEqual([
    [1, 0, 4],
    [0, 1, 0],
    [4, 0, 0],
  ]);
});

it("publishes at the same time each count against the one before", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const hosts = ["a", "b", "c", "d"];
  await Promise.all(hosts.map((host) => caller.configVersions.publish({ ...at, source: documentOf(host), message: host })));
  const rows = await caller.configVersions.list(at);
  expect(rows.map(({ number, createdCount, changedCount }) => [number, createdCount, changedCount])).toEqual([
    [4, 0, 1],
    [3, 0, 1],
    [2, 0, 1],
    [1, 4, 0],
  ]);
});

it("a roll back is a new version with the old content, says so, stores nothing twice, and leaves the draft alone", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal", "b.internal");
  const before = await caller.drafts.get(at);
  expect(await caller.configVersions.rollBack({ ...at, number: 1 })).toEqual({ ok: true, number: 3, rolloutId: null });
  const [third, , first] = await caller.configVersions.list(at);
  expect(third).toMatchObject({ etag: first?.etag, isLive: true, rolledBackTo: 1, message: "Rolled back to v1: To a.internal", changedCount: 1 });
  expect(await world.countContents()).toBe(2);
  expect((await world.actions())[0]).toBe("configVersion.rollBack default v3 with what v1 had");
  expect((await caller.drafts.get(at)).isChanged).toBe(before.isChanged);
  await expect(caller.configVersions.rollBack({ ...at, number: 9 })).rejects.toThrow("No such config version.");
});

it("a version is shown as YAML with its secrets masked, and a mask is not published", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const { yaml } = await caller.configVersions.get({ ...at, number: 1 });
  expect(yaml).toContain("a.internal");
  expect(yaml).toContain(SECRET_MASK);
  expect(yaml).not.toContain(SECRET);
  await expect(caller.configVersions.publish({ ...at, source: yaml ?? "", message: "m" })).rejects.toThrow("masks in place of secrets");
});

it("two versions, or one and the draft, are compared by entity and field, with no secret told", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  await caller.configVersions.publish({ ...at, source: documentOf("b.internal").replace(SECRET, "another-secret"), message: "m", confirmCount: 1 });
  const compared = await caller.configVersions.compare({ ...at, from: 1, to: 2 });
  // A credential's id comes from its key: another key is another credential.
  expect(compared.counts).toEqual({ created: 1, changed: 1, deleted: 1 });
  const told = compared.diff.map(
    ({ key, change, fields }) => `${change} ${key.kind}: ${fields.map(({ path, isSecret }) => `${path.join(".")}${isSecret ? ", a secret" : ""}`).join("; ")}`,
  );
  expect(told.sort()).toEqual(["changed services: host", "created keyauth_credentials: key, a secret", "deleted keyauth_credentials: key, a secret"]);
  expect(JSON.stringify(compared)).not.toMatch(new RegExp(`${SECRET}|another-secret`));
  expect(await caller.configVersions.compare({ ...at, from: "draft", to: 2 })).toMatchObject({ diff: [], counts: { created: 0, changed: 0, deleted: 0 } });
});

it("a version restored as draft is one step of the draft, which can be undone", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal", "b.internal");
  const restored = await caller.configVersions.restoreAsDraft({ ...at, number: 1 });
  if (!restored.ok) throw new Error("It was not restored.");
  expect((await caller.configVersions.compare({ ...at, from: 1, to: "draft" })).diff).toEqual([]);
  const [step] = await caller.drafts.listSteps(at);
  expect(step).toMatchObject({ title: "Restored v1", changeCount: 1, revision: restored.revision });
  await caller.drafts.undo({ ...at, revision: restored.revision });
  expect((await caller.configVersions.compare({ ...at, from: 2, to: "draft" })).diff).toEqual([]);
});

it("an Editor exports with secrets in clear, which stands in the activity; a Viewer gets them masked", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  for (const format of ["deck", "declarative"] as const) {
    const { text } = await caller.configVersions.export({ ...at, source: 1, format, withSecrets: true });
    expect(text).toContain(SECRET);
    const again = granted(await caller.configVersions.publish({ ...at, source: text, message: format }));
    expect(await world.etagOf(again.number)).toBe(await world.etagOf(1));
    expect(await world.actions()).toContain(`configVersion.export default v1 as ${format === "deck" ? "decK YAML" : "declarative JSON"}`);
  }
  const exported = async () => (await world.actions()).filter((action) => action.startsWith("configVersion.export")).length;
  const before = await exported();
  await world.become("viewer");
  await expect(caller.configVersions.export({ ...at, source: 1, format: "deck", withSecrets: true })).rejects.toThrow("needs the role Editor");
  const { text } = await caller.configVersions.export({ ...at, source: "draft", format: "deck" });
  expect(text).toContain(SECRET_MASK);
  expect(text).not.toContain(SECRET);
  expect(await exported()).toBe(before);
});

it("restoring what differs in the order of a set alone makes no step", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const publish = async (...names: string[]) =>
    granted(
      await caller.configVersions.publish({
        ...at,
        source: documentOf("a.internal", `plugins:\n- name: jwt\n  config:\n    cookie_names: [${names.join(", ")}]\n`),
        message: "m",
      }),
    );
  await publish("a", "b");
  await publish("b", "a");
  granted(await caller.configVersions.restoreAsDraft({ ...at, number: 1 }));
  expect(await caller.drafts.listSteps(at)).toEqual([]);
});
