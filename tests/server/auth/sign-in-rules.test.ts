import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { insertUser } from "@/db/queries/people";
import { members } from "@/db/schema/index";
import { admitFromProvider } from "@/server/auth/provider-sign-in";
import type { OrgRole } from "@/server/domain/ability";
import { readEnv } from "@/server/env";
import { mappedRole, missingStep, NO_RULES, type SessionStrength, type SignInRules } from "@/server/domain/sign-in-rules";
import type { Context } from "@/server/trpc/context";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const PROVIDER = readEnv({ OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "signalbox", OIDC_CLIENT_SECRET: "secret" });
const address = "192.0.2.1";

async function createRulesWorld() {
  const world = await createTrpcWorld();
  const deps = { ...world.deps, env: PROVIDER };
  const contextOf = (user: Context["user"]): Context => ({ ...world.contextOf(user), deps });
  const owner = createCaller(contextOf(world.ours.user));
  const roleOf = async (email: string) => (await owner.members.list({ org: "ours" })).find((each) => each.email === email)?.role;
  return {
    ...world,
    deps,
    contextOf,
    owner,
    roleOf,
    setRules: (rules: Partial<SignInRules>) => owner.org.updateSignInRules({ org: "ours", ...NO_RULES, ...rules }),
    signInAs: async (email: string, claims: Record<string, unknown> = {}) =>
      (await admitFromProvider(deps, { issuer: "https://id.example.com", subject: email, email, name: "Grace Hopper", claims, address })) === null,
    async addMember(email: string, role: OrgRole) {
      const user = { id: randomUUID(), name: email, email };
      await deps.db.write(async (tx) => {
        await insertUser(tx, { ...user, createdAt: 0 });
        await tx.insert(members).values({ orgId: world.ours.orgId, userId: user.id, role, createdAt: 0 });
      });
      return user;
    },
    newest: async () => (await owner.activity.list({ org: "ours" })).rows[0],
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const session = (method: SessionStrength["method"], hasShownSecondFactor = false): SessionStrength => ({ method, hasShownSecondFactor });

it("what a session lacks: a second factor that was shown, whatever it began with, and Owners may enter without single sign-on", () => {
  const both = { needsSecondFactor: true, isSsoOnly: true };
  const factor = { needsSecondFactor: true, isSsoOnly: false };
  expect(missingStep(NO_RULES, "viewer", session("password"))).toBeNull();
  expect(missingStep(both, "admin", session("oidc", true))).toBeNull();
  expect(missingStep(both, "admin", session("oidc"))).toBe("second factor");
  expect(missingStep(both, "admin", session("password", true))).toBe("single sign-on");
  expect(missingStep(both, "admin", session("github"))).toBe("single sign-on");
  expect(missingStep(both, "owner", session("password"))).toBe("second factor");
  expect(missingStep(both, "owner", session("password", true))).toBeNull();
  expect(missingStep(factor, "viewer", session("github"))).toBe("second factor");
  expect(missingStep(factor, "viewer", session("password", true))).toBeNull();
});

it("the strongest role that a claim gives counts, else the default one, and none outside of the domains", () => {
  const claimRoles = [
    { value: "staff", role: "viewer" as const },
    { value: "gateway", role: "admin" as const },
  ];
  const rules = { ...NO_RULES, claimName: "groups", claimRoles, domains: ["example.com"] };
  const roleFor = (claims: Record<string, unknown>, email = "ada@example.com", more: Partial<SignInRules> = {}) =>
    mappedRole({ ...rules, ...more }, email, claims);
  expect(roleFor({ groups: ["staff", "gateway", "other"] })).toBe("admin");
  expect(roleFor({ groups: "staff" })).toBe("viewer");
  expect([roleFor({ groups: ["Staff"] }), roleFor({}), roleFor({ groups: null }), roleFor({ groups: [{}] })]).toEqual([null, null, null, null]);
  expect(roleFor({ groups: [] }, "ada@example.com", { defaultRole: "editor" })).toBe("editor");
  for (const email of ["ada@example.com.evil.org", "ada@sub.example.com", "ada@notexample.com", "example.com"]) {
    expect(roleFor({ groups: "gateway" }, email, { defaultRole: "viewer" })).toBe(email === "example.com" ? "admin" : null);
  }
  expect(mappedRole({ ...rules, claimName: "__proto__" }, "ada@example.com", {})).toBeNull();
});

it("rules hold for open sessions from the next request on, and say what is missing", async () => {
  await using world = await createRulesWorld();
  const user = await world.addMember("grace@example.com", "admin");
  const as = (strength: SessionStrength) => createCaller(world.contextOf({ ...user, sessionId: "s", strength })).org.get({ org: "ours" });
  await as(session("password"));
  await world.setRules({ needsSecondFactor: true });
  await expect(as(session("password"))).rejects.toThrow("with a second factor alone");
  await as(session("password", true));
  await world.setRules({ isSsoOnly: true });
  await expect(as(session("password", true))).rejects.toThrow("by single sign-on alone");
  await as(session("oidc"));
  expect(await world.newest()).toMatchObject({ action: "org.updateSignInRules", after: JSON.stringify({ needsSecondFactor: false, isSsoOnly: true }) });
});

it("single sign-on alone is not asked for where there is no provider", async () => {
  await using world = await createTrpcWorld();
  const rules = { ...NO_RULES, isSsoOnly: true };
  await expect(createCaller(world.contextOf(world.ours.user)).org.updateSignInRules({ org: "ours", ...rules })).rejects.toMatchObject({ code: "CONFLICT" });
});

it("who has no account is let in where an org gives a role, which makes the account, and nowhere else", async () => {
  await using world = await createRulesWorld();
  expect(await world.signInAs("grace@example.com")).toBe(false);
  await world.setRules({ defaultRole: "viewer", domains: ["example.com"] });
  expect(await world.signInAs("grace@evil.example")).toBe(false);
  expect(await world.signInAs("grace@example.com")).toBe(true);
  expect(await world.roleOf("grace@example.com")).toBe("viewer");
  expect(await world.newest()).toMatchObject({ actor: "Grace Hopper", action: "member.join", target: "Viewer", address });
  expect((await createCaller(world.contextOf(world.theirs.user)).members.list({ org: "theirs" })).map((each) => each.email)).toEqual(["theirs@example.com"]);
});

it("with a claim, a role follows the provider's word at each sign-in, up, down and out; Owners are left alone", async () => {
  await using world = await createRulesWorld();
  const { signInAs, roleOf } = world;
  const email = "grace@example.com";
  await world.setRules({
    claimName: "groups",
    claimRoles: [
      { value: "gateway", role: "admin" },
      { value: "staff", role: "viewer" },
    ],
  });
  const roles: unknown[] = [];
  for (const groups of [["staff"], ["staff", "gateway"], ["staff"], [], ["staff"]]) {
    expect(await signInAs(email, { groups })).toBe(true);
    roles.push(await roleOf(email));
  }
  expect(roles).toEqual(["viewer", "admin", "viewer", undefined, "viewer"]);
  await signInAs(world.ours.user.email, { groups: ["staff"] });
  expect(await roleOf(world.ours.user.email)).toBe("owner");
});

it("with a default role alone, members that are there keep what they are", async () => {
  await using world = await createRulesWorld();
  await world.addMember("grace@example.com", "editor");
  await world.setRules({ defaultRole: "viewer", domains: ["elsewhere.example"] });
  await world.signInAs("grace@example.com");
  expect(await world.roleOf("grace@example.com")).toBe("editor");
});

it("a demotion and a removal at one node hold at another from its next call on, within an open session", async () => {
  await using world = await createRulesWorld();
  const user = await world.addMember("grace@example.com", "admin");
  const db = await openDatabase(world.url, undefined, (error) => {
    throw error;
  });
  const other = createCaller({ ...world.contextOf({ ...user, sessionId: "s", strength: session("password") }), deps: { ...world.deps, db } });
  await other.members.listInvitations({ org: "ours" });
  await world.owner.members.update({ org: "ours", userId: user.id, role: "viewer" });
  await expect(other.members.listInvitations({ org: "ours" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await world.setRules({ needsSecondFactor: true });
  await expect(other.org.get({ org: "ours" })).rejects.toThrow("with a second factor alone");
  await world.setRules({});
  await other.org.get({ org: "ours" });
  await world.owner.members.remove({ org: "ours", userId: user.id });
  await expect(other.org.get({ org: "ours" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  db.close();
});
