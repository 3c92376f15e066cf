import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

type World = Awaited<ReturnType<typeof createDraftWorld>>;

const addInstance = ({ deps, ours }: World, hostname: string, gatewayVersion: string) =>
  deps.db.write((tx) =>
    tx.insert(runtimeInstances).values({
      id: randomUUID(),
      orgId: ours.orgId,
      groupId: ours.groupId,
      hostname,
      credentialHash: hostname,
      gatewayVersion,
      firstSeenAt: 0,
    }),
  );

it("a group of Enterprise nodes has consumer groups with members and plugins, and an open-source node among them is told by name", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  expect(await ada.drafts.saveEntity({ ...at, kind: "consumer_groups", fields: { name: "gold" }, revision: 0 })).toMatchObject({
    ok: false,
    findings: [{ message: '"consumer_groups" exists in Kong Enterprise only.' }],
  });
  expect(await ada.catalog.kinds(at)).not.toContain("consumer_groups");
  await addInstance(world, "enterprise", "3.9.0.1");
  expect(await ada.catalog.kinds(at)).toContain("consumer_groups");
  expect((await ada.catalog.kind({ ...at, kind: "plugins" }))?.fields.map(({ name }) => name)).toContain("consumer_group");

  const group = granted(await ada.drafts.saveEntity({ ...at, kind: "consumer_groups", fields: { name: "gold" }, revision: 0 }));
  const consumer = granted(await ada.drafts.saveEntity({ ...at, kind: "consumers", fields: { username: "alice" }, revision: 1 }));
  const member = { ...at, kind: "consumer_group_consumers", fields: { consumer_group: group.id, consumer: "alice" } };
  expect(await ada.drafts.saveEntity({ ...member, fields: { ...member.fields, consumer: "ghost" }, revision: 2 })).toMatchObject({
    ok: false,
    findings: [{ field: ["consumer"] }],
  });
  const made = granted(await ada.drafts.saveEntity({ ...member, revision: 2 }));
  expect(await ada.drafts.saveEntity({ ...member, revision: 3 })).toMatchObject({ ok: false });
  const limit = { name: "rate-limiting", config: { minute: 5 }, consumer_group: group.id };
  granted(await ada.drafts.saveEntity({ ...at, kind: "plugins", fields: limit, revision: 3 }));
  const list = await ada.drafts.listEntities({ ...at, kind: "consumer_groups", page: 1 });
  expect(list.rows).toMatchObject([{ label: "gold", columns: { consumer_group_consumers: 1, plugins: 1 } }]);
  const view = await ada.drafts.getEntity({ ...at, kind: "consumer_group_consumers", id: made.id });
  expect(view).toMatchObject({ label: "alice in gold", references: expect.arrayContaining([expect.objectContaining({ id: consumer.id })]) });
  expect((await ada.drafts.review(at)).findings.filter(({ severity }) => severity === "error")).toEqual([]);

  await addInstance(world, "open", "3.9.3");
  expect((await ada.drafts.getEntity({ ...at, kind: "consumer_groups", id: group.id })).findings).toMatchObject([
    { severity: "warning", message: expect.stringMatching(/^On Gateway 3\.9\.3, .*exists in Kong Enterprise only\.$/) },
  ]);
  const errors = (await ada.drafts.review(at)).findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message).sort()).toEqual(
    ["consumer_group", "consumer_group_consumers", "consumer_groups"].map((name) => `"${name}" exists in Kong Enterprise only.`),
  );
  for (const error of errors) expect(error).toMatchObject({ instances: [{ hostname: "open" }], instanceCount: 1, entity: { id: expect.any(String) } });
});

it("a decK file with consumer groups comes in where Enterprise runs, and is refused with the cure where it does not", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const text = 'consumer_groups: [{name: gold, consumers: [{username: alice}]}]\nconsumers: [{username: alice}]\n_format_version: "3.0"\n';
  const input = { ...at, files: [{ name: "kong.yaml", text }], mode: "merge" as const };
  const refused = await ada.configImports.preview(input);
  expect(refused.findings.filter(({ severity }) => severity === "error")).not.toEqual([]);
  expect(refused.findings[0]?.cure).toMatch(/acls.*Enterprise nodes/);
  await addInstance(world, "enterprise", "3.4.3.12");
  for (const mode of ["merge", "replace"] as const) {
    const preview = await ada.configImports.preview({ ...input, mode });
    expect(preview.findings).toEqual([]);
    expect(preview.counts).toEqual({ created: 3, changed: 0, deleted: 0 });
  }
});
