import { expect, it } from "vitest";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const documentOf = (services: object[]): string => JSON.stringify({ _format_version: "3.0", services });
const named = (count: number, host: string) => Array.from({ length: count }, (_, n) => ({ name: `s${n}`, host: `${host}.internal` }));

it("a reference to what was deleted meanwhile is told at once when the draft is brought up to live", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  granted(await ada.configVersions.publish({ ...at, source: documentOf(named(2, "a")), message: "m" }));
  const [service] = (await ada.drafts.listEntities({ ...at, kind: "services" })).rows;
  const { revision } = await bob.drafts.get(at);
  const route = { name: "r", paths: ["/r"], service: service?.id };
  const saved = granted(await bob.drafts.saveEntity({ ...at, kind: "routes", fields: route, revision }));
  granted(await ada.configVersions.publish({ ...at, source: documentOf(named(2, "a").slice(1)), message: "m", confirmCount: 1 }));
  const rebased = granted(await bob.drafts.rebase({ ...at, revision: saved.revision }));
  expect(rebased.findings).toMatchObject([{ severity: "error", field: ["service"], entity: { kind: "routes", name: "r" } }]);
  const { revision: now } = rebased;
  expect(await bob.drafts.publish({ ...at, revision: now, message: "m" })).toMatchObject({ reason: "findings" });
  granted(await bob.drafts.undo({ ...at, revision: now }));
  expect((await bob.drafts.get(at)).counts).toEqual({ services: 1 });
});

it("of more conflicts than are told, those that were not named stay as drafted where `take` says what is taken", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const publish = async (host: string) => granted(await ada.configVersions.publish({ ...at, source: documentOf(named(60, host)), message: host }));
  await publish("one");
  const { revision } = await bob.drafts.get(at);
  const text = documentOf(named(60, "mine"));
  const saved = granted(await bob.drafts.saveYaml({ ...at, text, revision }));
  await publish("two");
  const review = await bob.drafts.review(at);
  expect([review.conflicts.length, review.moreConflicts]).toEqual([50, 10]);
  const [first] = review.conflicts;
  if (!first) throw new Error("No conflict was told.");
  granted(await bob.drafts.rebase({ ...at, revision: saved.revision, take: [first.key], seenLive: 2 }));
  const hosts = (await bob.drafts.getYaml(at)).text;
  expect([hosts.match(/mine\.internal/g)?.length, hosts.match(/two\.internal/g)?.length]).toEqual([59, 1]);
});

it("neither a rebase nor a publish goes by a live version that was not the one seen", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const publish = async (host: string) => granted(await ada.configVersions.publish({ ...at, source: documentOf(named(1, host)), message: host }));
  await publish("one");
  const { revision } = await bob.drafts.get(at);
  const [row] = (await bob.drafts.listEntities({ ...at, kind: "services" })).rows;
  const mine = { ...at, kind: "services", id: row?.id, fields: { name: "s0", host: "mine.internal" }, revision };
  const saved = granted(await bob.drafts.saveEntity(mine));
  await publish("two");
  const conflicts = [{ label: "s0", theirs: { fields: { host: "two.internal" } } }];
  expect(await bob.drafts.rebase({ ...at, revision: saved.revision, keep: [], seenLive: 1 })).toMatchObject({ reason: "conflict", conflicts });
  const published = await bob.drafts.publish({ ...at, revision: saved.revision, message: "m", seenLive: 1 });
  expect(published).toEqual({ ok: false, reason: "changed", live: 2, revision: saved.revision, steps: [] });
});

it("what the draft deleted and made anew is kept over a live version that deleted it too, and can be undone", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  granted(await ada.configVersions.publish({ ...at, source: documentOf(named(2, "a")), message: "m" }));
  const [service] = (await bob.drafts.listEntities({ ...at, kind: "services" })).rows;
  const { revision } = await bob.drafts.get(at);
  const key = { kind: "services", id: service?.id ?? "" };
  const deleted = granted(await bob.drafts.deleteEntities({ ...at, keys: [key], revision }));
  const fields = { name: "s0", host: "mine.internal" };
  const made = granted(await bob.drafts.saveEntity({ ...at, kind: "services", fields, revision: deleted.revision }));
  expect(made.id).toBe(key.id);
  granted(await ada.configVersions.publish({ ...at, source: documentOf(named(2, "a").slice(1)), message: "m", confirmCount: 1 }));
  const { revision: now } = granted(await bob.drafts.rebase({ ...at, revision: made.revision, keep: [key] }));
  expect((await bob.drafts.listSteps(at)).map(({ title, changeCount }) => [title, changeCount])).toEqual([["Created gateway service s0", 1]]);
  granted(await bob.drafts.undo({ ...at, revision: now }));
  expect((await bob.drafts.get(at)).counts).toEqual({ services: 1 });
});
