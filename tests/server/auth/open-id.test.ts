import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { sessions } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { CODE_SECONDS, startOpenIdProvider } from "@/tests/support/open-id-provider";
import { CLIENT, CONSOLE, createOpenIdWorld, Jar, signInAt, type OpenIdWorld } from "@/tests/support/open-id-world";

const GRACE = { sub: "1815", email: "Grace@Example.com", email_verified: true, name: "Grace Hopper" };

let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;

beforeAll(async () => {
  // The library tells at each start that it keeps things in memory.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  provider = await startOpenIdProvider(CLIENT);
});

afterEach(() => void vi.useRealTimers());
afterAll(() => provider?.[Symbol.asyncDispose]());

const signIn = (world: OpenIdWorld, claims: Record<string, unknown>) => signInAt(provider, world, claims);

const REFUSED = { location: expect.stringMatching(/^http:\/\/localhost:3000\/login\?error=/), user: null };

it("a verified address signs in, by PKCE, state and nonce, and leads to the page that was wanted", async () => {
  await using world = await createOpenIdWorld(provider);
  const owner = { ...GRACE, email: world.ours.user.email };
  provider.state.claims = owner;
  const jar = new Jar();
  const back = await world.goToProvider(jar);
  expect([...jar.keys()]).toEqual(expect.arrayContaining(["authjs.pkce.code_verifier", "authjs.state", "authjs.nonce"]));
  const { location, user } = await world.comeBack(jar, back);
  expect([location, user?.email, user?.strength]).toEqual([`${CONSOLE}/o/ours`, owner.email, { method: "oidc", hasShownSecondFactor: false }]);
  expect(world.devices).toEqual([owner.email]);
});

it("an address that the provider has not verified signs nobody in, nor does one that has no account here", async () => {
  await using world = await createOpenIdWorld(provider);
  for (const claims of [
    { ...GRACE, email: world.ours.user.email, email_verified: false },
    { ...GRACE, email: world.ours.user.email, email_verified: "true" },
    GRACE,
  ]) {
    expect(await signIn(world, claims)).toMatchObject({ location: `${CONSOLE}/login?error=AccessDenied`, user: null });
  }
});

it.each([
  ["a state that is not the one sent out", (url: URL) => url.searchParams.set("state", "another")],
  ["no state", (url: URL) => url.searchParams.delete("state")],
  ["the word of another issuer", (url: URL) => url.searchParams.set("iss", "http://127.0.0.1:1")],
  ["a code that was never given out", (url: URL) => url.searchParams.set("code", "a guess")],
])("%s signs nobody in", async (_, spoil) => {
  await using world = await createOpenIdWorld(provider);
  provider.state.claims = { ...GRACE, email: world.ours.user.email };
  const jar = new Jar();
  const back = await world.goToProvider(jar);
  spoil(back);
  expect(await world.comeBack(jar, back)).toEqual(REFUSED);
});

it.each(["state", "nonce", "pkce.code_verifier"])("the %s of another sign-in signs nobody in", async (name) => {
  await using world = await createOpenIdWorld(provider);
  provider.state.claims = { ...GRACE, email: world.ours.user.email };
  const [jar, other] = [new Jar(), new Jar()];
  const [back] = [await world.goToProvider(jar), await world.goToProvider(other)];
  jar.set(`authjs.${name}`, other.get(`authjs.${name}`) ?? "");
  expect(await world.comeBack(jar, back)).toEqual(REFUSED);
});

it("on HTTPS every cookie of a sign-in is bound to the host", async () => {
  await using world = await createOpenIdWorld(provider, { SIGNALBOX_URL: "https://signalbox.example.com" });
  const jar = new Jar();
  await world.goToProvider(jar);
  expect(jar.lines.length).toBeGreaterThan(4);
  for (const line of jar.lines) expect(line).toMatch(/^__Host-authjs\.(?=.*; Path=\/;)(?=.*; HttpOnly)(?=.*; Secure)(?=.*; SameSite=Lax)(?!.*Domain=)/i);
});

it("an issuer that is not the one of the settings signs nobody in", async () => {
  await using world = await createOpenIdWorld(provider, { OIDC_ISSUER: provider.issuer.replace("127.0.0.1", "localhost") });
  const jar = new Jar();
  expect((await world.goToProvider(jar)).href).toMatch(/^http:\/\/localhost:3000\/login\?error=/);
  expect(world.logged).not.toEqual([]);
});

it("a code is good once, and no longer than the provider says", async () => {
  await using world = await createOpenIdWorld(provider);
  provider.state.claims = { ...GRACE, email: world.ours.user.email };
  const [jar, late] = [new Jar(), new Jar()];
  const [back, lateBack] = [await world.goToProvider(jar), await world.goToProvider(late)];
  const copy = new Jar(jar);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (CODE_SECONDS + 1) * 1000 });
  expect(await world.comeBack(late, lateBack)).toEqual(REFUSED);
  vi.useRealTimers();
  expect((await world.comeBack(jar, back)).user).not.toBeNull();
  await world.deps.db.write((tx) => tx.delete(sessions));
  expect(await world.comeBack(copy, back)).toEqual(REFUSED);
});

it("a wrong secret of ours signs nobody in", async () => {
  await using world = await createOpenIdWorld(provider, { OIDC_CLIENT_SECRET: "another secret" });
  expect(await signIn(world, { ...GRACE, email: world.ours.user.email })).toMatchObject(REFUSED);
});

it("a first sign-in makes account and member with the role that the claim gives; the next one follows the claim", async () => {
  await using world = await createOpenIdWorld(provider);
  await world.setRules({
    claimName: "groups",
    claimRoles: [
      { value: "gateway", role: "admin" },
      { value: "staff", role: "viewer" },
    ],
    domains: ["example.com"],
  });
  expect(await signIn(world, { ...GRACE, groups: ["other"] })).toMatchObject({ location: `${CONSOLE}/login?error=AccessDenied`, user: null });
  expect(await signIn(world, { ...GRACE, email: "grace@evil.example", groups: ["gateway"] })).toMatchObject({ user: null });
  expect((await signIn(world, { ...GRACE, groups: ["staff", "gateway"] })).user).toMatchObject({ email: "grace@example.com", name: "Grace Hopper" });
  expect(await world.members()).toContainEqual(["Grace Hopper", "admin"]);
  await signIn(world, { ...GRACE, groups: ["staff"] });
  expect(await world.members()).toContainEqual(["Grace Hopper", "viewer"]);
});

it("an org that takes single sign-on alone lets its session in, and that of a password not", async () => {
  await using world = await createOpenIdWorld(provider);
  await world.setRules({ isSsoOnly: true, defaultRole: "viewer" });
  const { user } = await signIn(world, GRACE);
  const enter = (method: "oidc" | "password") =>
    createCaller(world.contextOf(user && { ...user, strength: { method, hasShownSecondFactor: true } })).org.get({ org: "ours" });
  expect((await enter("oidc")).role).toBe("viewer");
  await expect(enter("password")).rejects.toThrow("by single sign-on alone");
});
