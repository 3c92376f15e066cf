import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { invitations, sessions } from "@/db/schema/index";
import { authConfig } from "@/server/auth/auth-config";
import { joinAs } from "@/server/auth/invitation";
import { createResetLink, resetPassword } from "@/server/auth/password-reset";
import { createCaller } from "@/server/trpc/root";
import { startOpenIdProvider } from "@/tests/support/open-id-provider";
import { CLIENT, CONSOLE, createOpenIdWorld, type OpenIdWorld, signInAt } from "@/tests/support/open-id-world";

const address = "192.0.2.1";
let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;

beforeAll(async () => {
  // The library tells at each start that it keeps things in memory.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  provider = await startOpenIdProvider(CLIENT);
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => provider?.[Symbol.asyncDispose]());

/** Signs in as this subject with this address, in a browser of its own, and gives the address of the account; null: nobody is signed in. */
async function emailOf(world: OpenIdWorld, sub: string, email: string): Promise<string | null> {
  const { location, user } = await signInAt(provider, world, { sub, email, email_verified: true, name: "Somebody" });
  await world.deps.db.write((tx) => tx.delete(sessions));
  return user?.email ?? location;
}

const UNKNOWN = `${CONSOLE}/login?error=AccessDenied`;
const OF_ANOTHER = `${CONSOLE}/login?error=OfAnother`;

it("a person is known by issuer and subject: with another address it has the same account, and its old address gives that to nobody else", async () => {
  await using world = await createOpenIdWorld(provider);
  const { email } = world.ours.user;
  expect(await emailOf(world, "1815", email)).toBe(email);
  expect(await emailOf(world, "1815", "married@example.com")).toBe(email);
  expect(await emailOf(world, "1906", email)).toBe(OF_ANOTHER);
  expect(await emailOf(world, "1906", "married@example.com")).toBe(UNKNOWN);
  // An address of an account leads a person that is linked to its own account, and not there.
  expect(await emailOf(world, "1815", world.theirs.user.email)).toBe(email);
  const linked = (await world.owner.activity.list({ org: "ours" })).rows.filter(({ action }) => action === "account.link");
  expect(linked.map(({ target, actor }) => [actor, target])).toEqual([[world.ours.user.name, email]]);
});

it("a new password by a link forgets whom providers knew, so that a person whom its provider made anew is linked again", async () => {
  await using world = await createOpenIdWorld(provider);
  const { email } = world.ours.user;
  expect(await emailOf(world, "1815", email)).toBe(email);
  const token = /token=(.+)$/.exec((await createResetLink(world.deps, email, false)) ?? "")?.[1] ?? "";
  await resetPassword(world.deps, { token, address }, "a wholly new sentence");
  expect(await emailOf(world, "1906", email)).toBe(email);
  expect(await emailOf(world, "1815", email)).toBe(OF_ANOTHER);
});

it("who is invited comes in by the provider without a password, joins with the link, and has what the invitation gives; out of date, it lets nobody in", async () => {
  await using world = await createOpenIdWorld(provider);
  const { link } = await world.owner.members.invite({ org: "ours", email: "grace@example.com", role: "editor" });
  const token = link.split("token=")[1] ?? "";
  await world.deps.db.write((tx) => tx.update(invitations).set({ expiresAt: world.clock.now - 1 }));
  expect(await emailOf(world, "1906", "grace@example.com")).toBe(UNKNOWN);
  await world.deps.db.write((tx) => tx.update(invitations).set({ expiresAt: world.clock.now + 1 }));
  expect(await emailOf(world, "1815", "mallory@example.com")).toBe(UNKNOWN);
  const { user } = await signInAt(provider, world, { sub: "1906", email: "grace@example.com", email_verified: true, name: "Grace Hopper" });
  if (!user) throw new Error("Grace is not signed in.");
  await expect(createCaller(world.contextOf(user)).org.get({ org: "ours" })).rejects.toThrow("No such organization.");
  await joinAs(world.deps, { token, address }, user);
  expect((await createCaller(world.contextOf(user)).org.get({ org: "ours" })).role).toBe("editor");
});

it("GitHub's person is known by its number: linked by an address that GitHub has verified, and then whatever its address is", async () => {
  await using world = await createOpenIdWorld(provider, { GITHUB_ID: "id", GITHUB_SECRET: "secret" });
  const { email } = world.ours.user;
  const { callbacks } = authConfig(world.deps, { browser: async () => ({ address, userAgent: "" }), keepDevice: async () => undefined });
  const signIn = async (id: string, emails: { email: string; verified: boolean }[]) => {
    vi.stubGlobal("fetch", async () => Response.json(emails));
    const account = { provider: "github", providerAccountId: id, type: "oauth" as const, access_token: "t" };
    const user = { id: "of no use", name: "Grace", email: emails[0]?.email ?? null };
    const isIn = await callbacks?.signIn?.({ account, user });
    if (isIn !== true) return isIn;
    await callbacks?.jwt?.({ account, user, token: {} });
    const [row] = await world.deps.db.read.select().from(sessions);
    await world.deps.db.write((tx) => tx.delete(sessions));
    return row?.userId;
  };
  const { id } = world.ours.user;
  expect(await signIn("42", [{ email, verified: false }])).toBe(false);
  expect(await signIn("42", [{ email, verified: true }])).toBe(id);
  expect(await signIn("42", [{ email: "new@example.com", verified: false }])).toBe(id);
  expect(await signIn("42", [])).toBe(id);
  expect(await signIn("43", [{ email, verified: true }])).toBe("/login?error=OfAnother");
  expect(await signIn("43", [{ email: "nobody@example.com", verified: true }])).toBe(false);
  vi.unstubAllGlobals();
  // Another provider's word of the same address is linked beside it.
  expect(await emailOf(world, "1815", email)).toBe(email);
});
