import { randomUUID } from "node:crypto";
import { type AnyProcedure, TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Deps } from "@/server/deps";
import { can, GROUP_ABILITIES, type GroupRole, ORG_ABILITIES, type OrgRole } from "@/server/domain/ability";
import type { Context } from "@/server/trpc/context";
import { appRouter, createCaller } from "@/server/trpc/root";
import { addStandings, isOfGroup, mayBe, STANDINGS, withoutWrites } from "@/tests/support/standings";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { CASES } from "./procedure-cases";

const procedures = Object.keys(appRouter._def.procedures).sort();
const byPath = appRouter._def.procedures as unknown as Record<string, AnyProcedure>; // safe because the router keeps them flat, by dotted path

/** What every member may: to check, to export with secrets masked, to leave, and to have access tokens, which carry no more than their owner has. */
const OF_READERS = ["accessTokens.create", "accessTokens.revoke", "configVersions.check", "configVersions.export", "members.leave"];

let world: Awaited<ReturnType<typeof createTrpcWorld>>;
let people: Awaited<ReturnType<typeof addStandings>>["people"];
let unwritten: Deps;

// One world for all: what would write is refused, or names a group that is not there.
beforeAll(async () => {
  world = await createTrpcWorld();
  ({ people } = await addStandings(world));
  unwritten = withoutWrites(world.deps);
});

afterAll(() => world?.[Symbol.asyncDispose]());

/** Calls a procedure by its dotted path and gives the code it is refused with, or "OK"; that it would write reads TOO_MANY_REQUESTS. */
async function codeOf(user: Context["user"], path: string, input: object = {}, deps = unwritten): Promise<string> {
  const caller: unknown = createCaller({ ...world.contextOf(user), deps });
  const target = path.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], caller);
  const groupId = "groupId" in (CASES[path]?.input ?? {}) ? { groupId: world.ours.groupId } : {};
  try {
    await (target as (input: unknown) => Promise<unknown>)({ ...CASES[path]?.input, org: world.ours.slug, ...groupId, ...input });
    return "OK";
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error);
  }
}

it("every procedure has a case", () => {
  expect(procedures).toEqual(Object.keys(CASES).sort());
});

it("every procedure lets in the roles of the table and no other, and neither nobody nor a stranger", async () => {
  const wrong: string[] = [];
  let asked = 0;
  for (const path of procedures) {
    const { needs, input } = CASES[path] ?? { needs: null, input: {} };
    const asOwner = await codeOf(world.ours.user, path);
    const expectCode = async (who: string, user: Context["user"], expected: string) => {
      asked += 1;
      const code = await codeOf(user, path);
      if (code !== expected) wrong.push(`${path} as ${who}: ${code}, not ${expected}`);
    };
    if (["FORBIDDEN", "UNAUTHORIZED", "BAD_REQUEST"].includes(asOwner)) wrong.push(`${path} refuses its Owner: ${asOwner}`);
    if (needs !== null && isOfGroup(needs) && !("groupId" in input)) wrong.push(`${path} asks for ${needs} in no group`);
    await Promise.all([
      expectCode("nobody", null, "UNAUTHORIZED"),
      expectCode("a stranger", world.theirs.user, needs === null ? asOwner : "NOT_FOUND"),
      ...[...people].map(([standing, person]) =>
        expectCode(JSON.stringify(standing), person, needs === null || mayBe(standing, needs) ? asOwner : "FORBIDDEN"),
      ),
    ]);
  }
  expect(wrong).toEqual([]);
  console.info(`abilities: ${procedures.length} procedures, ${STANDINGS.length} standings, nobody and a stranger: ${asked} calls`);
});

it("every ability of the table is asked for by a procedure, or within one", () => {
  const asked = new Set(Object.values(CASES).map((each) => each.needs));
  // The verbs of members ask for the first where an Owner is concerned, an export for the second where it has secrets, a publish for the third where a freeze is overridden.
  expect(Object.keys({ ...ORG_ABILITIES, ...GROUP_ABILITIES }).filter((ability) => !asked.has(ability as never))).toEqual([
    "owner.write",
    "config.reveal",
    "freeze.override",
  ]);
});

it("what changes something asks for more than to read", () => {
  const readers = procedures.filter((path) => byPath[path]?._def.type === "mutation" && CASES[path]?.needs && can("viewer", CASES[path].needs));
  expect(readers).toEqual(OF_READERS);
});

it("another org's group reads like a missing one to every procedure that names a group", async () => {
  const named = procedures.filter((path) => "groupId" in (CASES[path]?.input ?? {}));
  for (const groupId of [world.theirs.groupId, randomUUID()])
    for (const path of named) expect([path, await codeOf(world.ours.user, path, { groupId }, world.deps)]).toEqual([path, "NOT_FOUND"]);
});

it("a refusal names the role that is asked for and the one that the caller has there", async () => {
  const of = (role: OrgRole, onGroup: GroupRole | null) =>
    createCaller(world.contextOf([...people].find(([each]) => each.role === role && each.onGroup === onGroup && each.elsewhere === null)?.[1] ?? null));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  await expect(of("viewer", null).org.update({ org: at.org, name: "Renamed" })).rejects.toThrow("This needs the role Admin; yours here is Viewer.");
  await expect(of("viewer", "deployer").drafts.discard({ ...at, revision: 0 })).rejects.toThrow("This needs the role Editor; yours here is Deployer.");
});
