import { expect, it } from "vitest";
import { selectDraftHeader } from "@/db/queries/drafts";
import { mintOrgDb } from "@/db/scoped";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

it("a draft is told by one statement, and so as of one moment: its group, its steps and both its versions", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const service = (name: string, revision: number) => ada.drafts.saveEntity({ ...at, kind: "services", fields: { name, host: "a.internal" }, revision });
  const publish = (name: string) =>
    ada.configVersions.publish({ ...at, source: JSON.stringify({ _format_version: "3.0", upstreams: [{ name }] }), message: name });
  granted(await publish("u"));
  const a = granted(await service("a", 1_000_000));
  granted(await service("b", a.revision));
  granted(await ada.configVersions.publish({ ...at, source: '{"_format_version":"3.0","upstreams":[{"name":"u"},{"name":"v"}]}', message: "m" }));
  const row = await selectDraftHeader(mintOrgDb(world.deps.db, world.ours.orgId), at.groupId);
  expect(JSON.parse(row?.steps ?? "")).toEqual([1_000_001, 1_000_002]);
  expect(row).toMatchObject({ groupName: "default", draft: { revision: 1_000_002, baseVersion: 1 }, live: { number: 2 }, base: { number: 1 } });
});
