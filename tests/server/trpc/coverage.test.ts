import { randomUUID } from "node:crypto";
import { type AnyProcedure, TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { appRouter, createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const groupId = randomUUID();
const instanceId = randomUUID();
const entityId = randomUUID();
const fields = { name: "edge", description: "", labels: {}, pollIntervalSeconds: 15, keptVersions: 100 };

/** One valid input a procedure, but for the org. A procedure without a case fails the first test below. */
const CASES: Record<string, Record<string, unknown>> = {
  "activity.list": {},
  "catalog.list": { groupId },
  "catalog.kinds": { groupId },
  "catalog.kind": { groupId, kind: "services" },
  "catalog.plugin": { groupId, name: "key-auth" },
  "configImports.preview": { groupId, files: [{ name: "kong.yaml", text: "_format_version: '3.0'" }], mode: "merge" },
  "configImports.take": { groupId, files: [{ name: "kong.yaml", text: "_format_version: '3.0'" }], mode: "merge", revision: 0 },
  "configVersions.check": { groupId, source: "_format_version: '3.0'" },
  "configVersions.compare": { groupId, from: 1, to: "draft" },
  "configVersions.export": { groupId, source: "draft", format: "deck" },
  "configVersions.get": { groupId, number: 1 },
  "configVersions.list": { groupId },
  "configVersions.publish": { groupId, source: "_format_version: '3.0'", message: "m" },
  "configVersions.restoreAsDraft": { groupId, number: 1 },
  "configVersions.rollBack": { groupId, number: 1 },
  "configVersions.setTags": { groupId, number: 1, tags: ["stable"] },
  "drafts.deleteEntities": { groupId, keys: [{ kind: "services", id: entityId }], revision: 0 },
  "drafts.discard": { groupId, revision: 0 },
  "drafts.get": { groupId },
  "drafts.getDependents": { groupId, kind: "services", id: entityId },
  "drafts.getEntity": { groupId, kind: "services", id: entityId },
  "drafts.getYaml": { groupId },
  "drafts.listEntities": { groupId, kind: "services" },
  "drafts.listSteps": { groupId },
  "drafts.pick": { groupId, kind: "services" },
  "drafts.publish": { groupId, revision: 0, message: "m" },
  "drafts.rebase": { groupId, revision: 0 },
  "drafts.review": { groupId },
  "drafts.saveEntity": { groupId, kind: "services", fields: { host: "echo.internal" }, revision: 0 },
  "drafts.saveEntityYaml": { groupId, kind: "services", text: "host: echo.internal", revision: 0 },
  "drafts.saveYaml": { groupId, text: "_format_version: '3.0'", revision: 0 },
  "drafts.setEnabled": { groupId, keys: [{ kind: "services", id: entityId }], enabled: false, revision: 0 },
  "drafts.undo": { groupId, revision: 1 },
  "enrollmentTokens.list": { groupId },
  "enrollmentTokens.revoke": { groupId, tokenId: randomUUID() },
  "instances.get": { groupId, instanceId },
  "instances.list": { groupId },
  "instances.listOrphaned": {},
  "instances.revoke": { groupId, instanceId },
  "instances.watch": { groupId, instanceId, since: 0 },
  "members.list": {},
  "org.create": { name: "Another" },
  "org.get": {},
  "org.update": { name: "Renamed" },
  "runtimeGroups.create": fields,
  "runtimeGroups.delete": { groupId, confirmName: "edge" },
  "runtimeGroups.get": { groupId },
  "runtimeGroups.list": {},
  "runtimeGroups.stamp": { groupId },
  "runtimeGroups.update": { groupId, ...fields },
  "search.find": { text: "edge" },
  "setup.render": {
    groupId,
    platform: "universal",
    image: "kong:3.9",
    labels: {},
    proxyPort: 8000,
    proxySslPort: 8443,
    ttlMinutes: 60,
    maxUses: 1,
    isEphemeral: false,
  },
  "signingKeys.list": {},
};

/** About no org at hand, so that there is no foreign one: closed to nobody alone. This list only shrinks, but for a reason. */
const OF_NO_ORG = ["org.create"];

/** Mutations by their HTTP method alone: they change nothing of the org, so that every role may (of an export: with its secrets masked). This list only shrinks. */
const OF_ANYBODY = ["configVersions.check", "configVersions.export", "org.create"];

const procedures = Object.keys(appRouter._def.procedures).sort();
const byPath = appRouter._def.procedures as unknown as Record<string, AnyProcedure>; // safe because the router keeps them flat, by dotted path
const mutations = procedures.filter((path) => byPath[path]?._def.type === "mutation");

/** Calls a procedure by its dotted path and gives the code it is refused with, or "OK". */
async function codeOf(caller: unknown, path: string, input: unknown): Promise<string> {
  const target = path.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], caller);
  try {
    await (target as (input: unknown) => Promise<unknown>)(input);
    return "OK";
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error);
  }
}

describe("tenant fences", () => {
  it("every procedure has a foreign-tenant case", () => {
    expect(procedures).toEqual(Object.keys(CASES).sort());
  });

  it("a member of another org, and nobody, get through no procedure", async () => {
    await using world = await createTrpcWorld();
    for (const path of procedures) {
      const input = { ...CASES[path], org: world.ours.slug };
      const foreign = createCaller(world.contextOf(world.theirs.user));
      const nobody = createCaller(world.contextOf(null));
      expect([path, await codeOf(foreign, path, input)]).toEqual([path, OF_NO_ORG.includes(path) ? "OK" : "NOT_FOUND"]);
      expect([path, await codeOf(nobody, path, input)]).toEqual([path, "UNAUTHORIZED"]);
    }
  });

  it("another org's group reads like a missing one to every procedure that names a group", async () => {
    await using world = await createTrpcWorld();
    const caller = createCaller(world.contextOf(world.ours.user));
    const named = procedures.filter((path) => "groupId" in (CASES[path] ?? {}) && path !== "configVersions.check");
    for (const path of named) {
      const code = (group: string) => codeOf(caller, path, { ...CASES[path], org: world.ours.slug, groupId: group });
      expect([path, await code(world.theirs.groupId)]).toEqual([path, "NOT_FOUND"]);
      expect([path, await code(randomUUID())]).toEqual([path, "NOT_FOUND"]);
    }
  });

  it("a viewer changes nothing", async () => {
    await using world = await createTrpcWorld({ role: "viewer" });
    const caller = createCaller(world.contextOf(world.ours.user));
    expect(mutations).toEqual(expect.arrayContaining(["configVersions.publish", "instances.revoke", "setup.render", ...OF_ANYBODY]));
    for (const path of mutations.filter((each) => !OF_ANYBODY.includes(each))) {
      expect([path, await codeOf(caller, path, { ...CASES[path], org: world.ours.slug })]).toEqual([path, "FORBIDDEN"]);
    }
    await expect(caller.org.update({ org: world.ours.slug, name: "Renamed" })).rejects.toThrow("This needs the role Admin; yours here is Viewer.");
  });
});
