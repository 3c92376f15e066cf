import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { configContents } from "@/db/schema/index";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const documentOf = (host: string): string => JSON.stringify({ _format_version: "3.0", services: [{ name: "echo", host }] });

/** A world in which v2 is live and the draft, of one step, began from v1; another process loses the content of one of them. */
async function createBehindWorld() {
  const world = await createDraftWorld();
  const { ada, at } = world;
  const publish = async (host: string) => granted(await ada.configVersions.publish({ ...at, source: documentOf(host), message: host }));
  await publish("one.internal");
  const { revision } = await ada.drafts.get(at);
  const saved = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "joe" }, revision }));
  await publish("two.internal");
  const etagOf = async (number: number) => (await ada.configVersions.list(at)).find((each) => each.number === number)?.etag ?? "";
  return Object.assign(world, {
    revision: saved.revision,
    lose: async (number: number) => {
      const etag = await etagOf(number);
      await world.deps.db.write((tx) => tx.delete(configContents).where(eq(configContents.etag, etag)));
    },
    damage: async (number: number) => {
      const etag = await etagOf(number);
      const row = await world.deps.db.read.select().from(configContents).where(eq(configContents.etag, etag)).get();
      const body = Buffer.from(row?.body ?? []);
      body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1);
      await world.deps.db.write((tx) => tx.update(configContents).set({ body }).where(eq(configContents.etag, etag)));
    },
  });
}

it("a draft whose beginning is gone still lists its steps, and can be discarded onto what is live", async () => {
  await using world = await createBehindWorld();
  const { at, revision } = world;
  await world.lose(1);
  await using fresh = await world.another();
  const { drafts } = fresh.ada;
  await expect(drafts.getYaml(at)).rejects.toThrow(
    "The content of v1, from which this draft began, cannot be read any more. Discard the draft in its history.",
  );
  expect(await drafts.get(at)).toMatchObject({ isBaseLost: true, revision, base: { version: 1 }, live: { version: 2 } });
  expect(await drafts.listSteps(at)).toMatchObject([{ title: "Created consumer joe", revision }]);
  expect(await drafts.discard({ ...at, revision: revision - 1 })).toEqual({ ok: false, reason: "conflict", revision, conflicts: [] });
  granted(await drafts.discard({ ...at, revision }));
  expect(await drafts.get(at)).toMatchObject({ isBaseLost: false, isBehind: false, base: { version: 2 }, counts: { services: 1 } });
});

it.each(["lose", "damage"] as const)(
  "where the content of what is live is gone (%s), nothing takes it for empty: all is refused with its cure",
  async (how) => {
    await using world = await createBehindWorld();
    const { at, revision } = world;
    await world[how](2);
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await using fresh = await world.another();
    const { drafts } = fresh.ada;
    const cure = "The content of v2, which is live, cannot be read any more. Roll back to another config version.";
    await expect(drafts.review(at)).rejects.toThrow(cure);
    await expect(drafts.publish({ ...at, revision, message: "m" })).rejects.toThrow(cure);
    await expect(drafts.rebase({ ...at, revision })).rejects.toThrow(cure);
    granted(await drafts.discard({ ...at, revision }));
    expect(await drafts.get(at)).toMatchObject({ isBaseLost: true, live: { version: 2 } });
    granted(await fresh.ada.configVersions.rollBack({ ...at, number: 1, confirmCount: 1 }));
    expect(await drafts.get(at)).toMatchObject({ isBaseLost: false, counts: { services: 1 }, live: { version: 3 } });
    expect(logged.mock.calls.flat().join()).toMatch(how === "lose" ? /^$/ : /^a content of group [0-9a-f-]+ cannot be opened: Error/);
    logged.mockRestore();
  },
);
