import { randomUUID } from "node:crypto";
import { type AnyProcedure, TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { memberGroupRoles, members, runtimeGroups, users } from "@/db/schema/index";
import { can, GROUP_ABILITIES, GROUP_ROLES, type GroupRole, ORG_ABILITIES, ORG_ROLES, type OrgRole, roleIn } from "@/server/domain/ability";
import { DomainError } from "@/server/domain/errors";
import type { Context } from "@/server/trpc/context";
import { appRouter, createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { CASES } from "./procedure-cases";

const procedures = Object.keys(appRouter._def.procedures).sort();
const byPath = appRouter._def.procedures as unknown as Record<string, AnyProcedure>; // safe because the router keeps them flat, by dotted path

/** What every member may: to check, to export with secrets masked, to leave, and to have access tokens, which carry no more than their owner has. */
const OF_READERS = ["accessTokens.create", "accessTokens.revoke", "configVersions.check", "configVersions.export", "members.leave"];

/** A member as the matrix knows it: its role on the org, on the group that the inputs name, and on another one. */
interface Standing {
  role: OrgRole;
  onGroup: GroupRole | null;
  elsewhere: GroupRole | null;
}

const STANDINGS: Standing[] = [
  ...ORG_ROLES.flatMap((role) => [null, ...GROUP_ROLES].map((onGroup) => ({ role, onGroup, elsewhere: null }))),
  { role: "viewer", onGroup: null, elsewhere: "editor" },
  { role: "editor", onGroup: null, elsewhere: "viewer" },
  { role: "viewer", onGroup: "deployer", elsewhere: "editor" },
];

let world: Awaited<ReturnType<typeof createTrpcWorld>>;
const people = new Map<Standing, NonNullable<Context["user"]>>();

// One world for all: what would write is refused, or names a group that is not there.
beforeAll(async () => {
  world = await createTrpcWorld();
  const { orgId, groupId } = world.ours;
  const [createdAt, otherId] = [world.clock.now, randomUUID()];
  await world.deps.db.write(async (tx) => {
    await tx.insert(runtimeGroups).values({ id: otherId, orgId, name: "elsewhere", createdAt, updatedAt: createdAt });
    for (const standing of STANDINGS) {
      const id = randomUUID();
      const person = { id, name: id, email: `${id}@example.com` };
      people.set(standing, person);
      await tx.insert(users).values({ ...person, createdAt });
      await tx.insert(members).values({ orgId, userId: id, role: standing.role, createdAt });
      const roles = [
        { groupId, role: standing.onGroup },
        { groupId: otherId, role: standing.elsewhere },
      ].flatMap(({ groupId, role }) => (role ? [{ orgId, userId: id, groupId, role }] : []));
      if (roles.length > 0) await tx.insert(memberGroupRoles).values(roles);
    }
  });
});

afterAll(() => world?.[Symbol.asyncDispose]());

const refuseWrite = () => Promise.reject(new DomainError("limit", "Nothing is written."));

/** Calls a procedure by its dotted path and gives the code it is refused with, or "OK"; that it would write reads TOO_MANY_REQUESTS. */
async function codeOf(user: Context["user"], path: string, input: object = {}, write = world.deps.db.write): Promise<string> {
  const context = world.contextOf(user);
  const caller: unknown = createCaller({ ...context, deps: { ...context.deps, db: { ...context.deps.db, write } } });
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
    const isOfGroup = needs !== null && needs in GROUP_ABILITIES;
    const asOwner = await codeOf(world.ours.user, path, {}, refuseWrite);
    const expectCode = async (who: string, user: Context["user"], expected: string) => {
      asked += 1;
      const code = await codeOf(user, path, {}, refuseWrite);
      if (code !== expected) wrong.push(`${path} as ${who}: ${code}, not ${expected}`);
    };
    if (["FORBIDDEN", "UNAUTHORIZED", "BAD_REQUEST"].includes(asOwner)) wrong.push(`${path} refuses its Owner: ${asOwner}`);
    if (isOfGroup && !("groupId" in input)) wrong.push(`${path} asks for ${needs} in no group`);
    await expectCode("nobody", null, "UNAUTHORIZED");
    await expectCode("a stranger", world.theirs.user, needs === null ? asOwner : "NOT_FOUND");
    for (const [standing, person] of people) {
      const role = isOfGroup ? roleIn(standing.role, standing.onGroup) : standing.role;
      await expectCode(JSON.stringify(standing), person, needs === null || can(role, needs) ? asOwner : "FORBIDDEN");
    }
  }
  expect(wrong).toEqual([]);
  console.info(`abilities: ${procedures.length} procedures, ${STANDINGS.length} standings, nobody and a stranger: ${asked} calls`);
});

it("every ability of the table is asked for by a procedure, or within one", () => {
  const asked = new Set(Object.values(CASES).map((each) => each.needs));
  // The verbs of members ask for the first where an Owner is concerned, an export for the other where it has secrets.
  expect(Object.keys({ ...ORG_ABILITIES, ...GROUP_ABILITIES }).filter((ability) => !asked.has(ability as never))).toEqual(["owner.write", "config.reveal"]);
});

it("an export with its secrets in clear is for who may reveal them, by the role in the group", async () => {
  for (const [{ role, onGroup }, person] of people) {
    const code = await codeOf(person, "configVersions.export", { withSecrets: true }, refuseWrite);
    expect([role, onGroup, code]).toEqual([role, onGroup, can(roleIn(role, onGroup), "config.reveal") ? "TOO_MANY_REQUESTS" : "FORBIDDEN"]);
  }
});

it("what changes something asks for more than to read", () => {
  const readers = procedures.filter((path) => byPath[path]?._def.type === "mutation" && CASES[path]?.needs && can("viewer", CASES[path].needs));
  expect(readers).toEqual(OF_READERS);
});

it("another org's group reads like a missing one to every procedure that names a group", async () => {
  const named = procedures.filter((path) => "groupId" in (CASES[path]?.input ?? {}));
  for (const path of named) {
    expect([path, await codeOf(world.ours.user, path, { groupId: world.theirs.groupId })]).toEqual([path, "NOT_FOUND"]);
    expect([path, await codeOf(world.ours.user, path, { groupId: randomUUID() })]).toEqual([path, "NOT_FOUND"]);
  }
});

it("a refusal names the role that is asked for and the one that the caller has there", async () => {
  const of = (role: OrgRole, onGroup: GroupRole | null) =>
    createCaller(world.contextOf([...people].find(([each]) => each.role === role && each.onGroup === onGroup && each.elsewhere === null)?.[1] ?? null));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  await expect(of("viewer", null).org.update({ org: at.org, name: "Renamed" })).rejects.toThrow("This needs the role Admin; yours here is Viewer.");
  await expect(of("viewer", "deployer").drafts.discard({ ...at, revision: 0 })).rejects.toThrow("This needs the role Editor; yours here is Deployer.");
});
