import { expect, it } from "vitest";
import type { RunDraftTask } from "@/server/draft-store/draft-tasks";
import { runTaskHere } from "@/server/draft-store/draft-tasks";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const documentOf = (...names: string[]): string =>
  JSON.stringify({ _format_version: "3.0", services: names.map((name) => ({ name, host: `${name}.internal` })) });

it("a process that remembers nothing reads no content within a write, whatever it writes", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  let isWriting = false;
  const tasks: [name: string, isWriting: boolean][] = [];
  const runDraftTask: RunDraftTask = (name, job) => {
    tasks.push([name, isWriting]);
    return runTaskHere(name, job);
  };
  const act = async (what: (caller: typeof ada) => Promise<{ ok: boolean }>) => {
    await using fresh = await world.another({ runDraftTask });
    const { write } = fresh.deps.db;
    fresh.deps.db.write = (work) =>
      write(async (tx) => {
        isWriting = true;
        return work(tx).finally(() => (isWriting = false));
      });
    expect(await what(fresh.ada)).toMatchObject({ ok: true });
  };
  const revision = async () => (await ada.drafts.get(at)).revision;
  const save = async (name: string) => {
    const seen = await revision();
    await act(({ drafts }) => drafts.saveEntity({ ...at, kind: "consumers", fields: { username: name }, revision: seen }));
  };
  granted(await ada.configVersions.publish({ ...at, source: documentOf("a"), message: "m" }));
  await save("joe");
  granted(await ada.configVersions.publish({ ...at, source: documentOf("a", "b"), message: "m" }));
  let seen = await revision();
  await act(({ drafts }) => drafts.rebase({ ...at, revision: seen }));
  seen = await revision();
  await act(({ drafts }) => drafts.publish({ ...at, revision: seen, message: "m" }));
  await save("ann");
  seen = await revision();
  await act(({ drafts }) => drafts.undo({ ...at, revision: seen }));
  seen = await revision();
  await act(({ drafts }) => drafts.discard({ ...at, revision: seen }));
  expect(tasks.filter(([name]) => name === "readContent").length).toBeGreaterThan(4);
  expect(tasks.filter(([, within]) => within)).toEqual([]);
});

it("an edit by hand is checked at once, and many changes where the host has its place for it", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const tasks: string[] = [];
  world.deps.runDraftTask = (name, job) => {
    tasks.push(name);
    return runTaskHere(name, job);
  };
  const { revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "joe" }, revision: 0 }));
  expect(tasks).toEqual([]);
  const names = Array.from({ length: 300 }, (_, n) => `s${n}`);
  granted(await ada.drafts.saveYaml({ ...at, text: documentOf(...names), revision }));
  expect(tasks).toContain("checkPart");
});

it("of many saves at the same moment each goes through", async () => {
  await using world = await createDraftWorld();
  const { ada, bob, at } = world;
  const saves = Array.from({ length: 12 }, (_, n) =>
    (n % 2 ? ada : bob).drafts.saveEntity({ ...at, kind: "consumers", fields: { username: `c${n}` }, revision: 0 }),
  );
  for (const saved of await Promise.all(saves)) granted(saved);
  expect((await ada.drafts.get(at)).counts).toEqual({ consumers: 12 });
});

it("a revision that the draft never had is a conflict to everything that saves, and nothing is written", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const { id, revision } = granted(await ada.drafts.saveEntity({ ...at, kind: "services", fields: { name: "a", host: "a.internal" }, revision: 0 }));
  const [ahead, keys] = [revision + 1, [{ kind: "services", id }]];
  const { stamp } = await ada.drafts.getEntity({ ...at, kind: "services", id });
  const changed = { ...at, kind: "services", id, fields: { name: "a", host: "z.internal" }, revision: ahead };
  const answers = [
    await ada.drafts.saveEntity(changed),
    await ada.drafts.saveEntity({ ...changed, stamp }),
    await ada.drafts.deleteEntities({ ...at, keys, revision: ahead }),
    await ada.drafts.setEnabled({ ...at, keys, enabled: false, revision: ahead }),
    await ada.drafts.saveYaml({ ...at, text: documentOf("b"), revision: ahead }),
    await ada.configImports.take({ ...at, files: [{ name: "f.json", text: documentOf("b") }], mode: "replace", revision: ahead }),
    await ada.drafts.discard({ ...at, revision: ahead }),
  ];
  for (const answer of answers) expect(answer).toEqual({ ok: false, reason: "conflict", revision, conflicts: [] });
  expect((await ada.drafts.get(at)).revision).toBe(revision);
});
