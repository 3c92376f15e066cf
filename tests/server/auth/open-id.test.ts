import { Auth } from "@auth/core";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { sessions } from "@/db/schema/index";
import { authConfig } from "@/server/auth/auth-config";
import { sessionUser } from "@/server/auth/session";
import { NO_RULES, type SignInRules } from "@/server/domain/sign-in-rules";
import { readEnv } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import { CODE_SECONDS, startOpenIdProvider } from "@/tests/support/open-id-provider";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const CONSOLE = "http://localhost:3000";
const CLIENT = { id: "signalbox", secret: "the provider's secret", redirectUri: `${CONSOLE}/api/auth/callback/oidc` };
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

/** Cookies by name, as a browser keeps them. */
class Jar extends Map<string, string> {
  /** Every one that was ever set, as it was sent. */
  readonly lines: string[] = [];
  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      this.lines.push(line);
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
      if (value) this.set(name, value);
      else this.delete(name);
    }
    return response;
  }
  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** The console's own sign-in before a real provider, with our org's rules; `settings` put others in the place of the right ones. */
async function createOpenIdWorld(settings: Record<string, string> = {}) {
  const world = await createTrpcWorld();
  const env = readEnv({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_SCOPE: "openid profile email groups",
    ...settings,
  });
  const deps = { ...world.deps, env };
  const owner = createCaller({ ...world.contextOf(world.ours.user), deps });
  const devices: string[] = [];
  const browser = async () => ({ address: "192.0.2.1", userAgent: "Firefox" });
  const logged: string[] = [];
  const config = {
    ...authConfig(deps, { browser, keepDevice: async (email) => void devices.push(email) }),
    basePath: "/api/auth",
    logger: { error: (error: Error) => void logged.push(error.name) },
  };
  const ask = async (jar: Jar, path: string, body?: Record<string, string>) => {
    const method = body ? { method: "POST", body: new URLSearchParams(body) } : {};
    return jar.take(await Auth(new Request(new URL(path, CONSOLE), { headers: { cookie: jar.header }, ...method }), config));
  };
  return {
    ...world,
    deps,
    devices,
    logged,
    ask,
    setRules: (rules: Partial<SignInRules>) => owner.org.updateSignInRules({ org: "ours", ...NO_RULES, ...rules }),
    members: async () => (await owner.members.list({ org: "ours" })).map((each) => [each.name, each.role]),
    /** Goes to the provider, signs in there, and stops before the way back: its address. */
    async goToProvider(jar: Jar): Promise<URL> {
      const csrf: unknown = await (await ask(jar, "/api/auth/csrf")).json();
      const csrfToken = String((csrf as { csrfToken: unknown }).csrfToken); // safe because the test fails without it
      const away = await ask(jar, "/api/auth/signin/oidc", { csrfToken, callbackUrl: "/o/ours" });
      const there = new Jar();
      let url = away.headers.get("location") ?? "";
      for (let hops = 0; url.startsWith(provider.issuer) && hops < 6; hops++) {
        const answer = there.take(await fetch(url, { redirect: "manual", headers: { cookie: there.header } }));
        url = new URL(answer.headers.get("location") ?? "", url).href;
      }
      return new URL(url);
    },
    /** Where the way back leads, and who is signed in then. */
    async comeBack(jar: Jar, url: URL) {
      const answer = await ask(jar, url.pathname + url.search);
      const [row] = await deps.db.read.select().from(sessions);
      return { location: answer.headers.get("location"), user: row ? await sessionUser(deps, row.id, "192.0.2.1") : null };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

type World = Awaited<ReturnType<typeof createOpenIdWorld>>;

async function signIn(world: World, claims: Record<string, unknown>) {
  provider.state.claims = claims;
  const jar = new Jar();
  return { jar, ...(await world.comeBack(jar, await world.goToProvider(jar))) };
}

const REFUSED = { location: expect.stringMatching(/^http:\/\/localhost:3000\/login\?error=/), user: null };

it("a verified address signs in, by PKCE, state and nonce, and leads to the page that was wanted", async () => {
  await using world = await createOpenIdWorld();
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
  await using world = await createOpenIdWorld();
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
  await using world = await createOpenIdWorld();
  provider.state.claims = { ...GRACE, email: world.ours.user.email };
  const jar = new Jar();
  const back = await world.goToProvider(jar);
  spoil(back);
  expect(await world.comeBack(jar, back)).toEqual(REFUSED);
});

it.each(["state", "nonce", "pkce.code_verifier"])("the %s of another sign-in signs nobody in", async (name) => {
  await using world = await createOpenIdWorld();
  provider.state.claims = { ...GRACE, email: world.ours.user.email };
  const [jar, other] = [new Jar(), new Jar()];
  const [back] = [await world.goToProvider(jar), await world.goToProvider(other)];
  jar.set(`authjs.${name}`, other.get(`authjs.${name}`) ?? "");
  expect(await world.comeBack(jar, back)).toEqual(REFUSED);
});

it("on HTTPS every cookie of a sign-in is bound to the host", async () => {
  await using world = await createOpenIdWorld({ SIGNALBOX_URL: "https://signalbox.example.com" });
  const jar = new Jar();
  await world.goToProvider(jar);
  expect(jar.lines.length).toBeGreaterThan(4);
  for (const line of jar.lines) expect(line).toMatch(/^__Host-authjs\.(?=.*; Path=\/;)(?=.*; HttpOnly)(?=.*; Secure)(?=.*; SameSite=Lax)(?!.*Domain=)/i);
});

it("an issuer that is not the one of the settings signs nobody in", async () => {
  await using world = await createOpenIdWorld({ OIDC_ISSUER: provider.issuer.replace("127.0.0.1", "localhost") });
  const jar = new Jar();
  expect((await world.goToProvider(jar)).href).toMatch(/^http:\/\/localhost:3000\/login\?error=/);
  expect(world.logged).not.toEqual([]);
});

it("a code is good once, and no longer than the provider says", async () => {
  await using world = await createOpenIdWorld();
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
  await using world = await createOpenIdWorld({ OIDC_CLIENT_SECRET: "another secret" });
  expect(await signIn(world, { ...GRACE, email: world.ours.user.email })).toMatchObject(REFUSED);
});

it("a first sign-in makes account and member with the role that the claim gives; the next one follows the claim", async () => {
  await using world = await createOpenIdWorld();
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
  await using world = await createOpenIdWorld();
  await world.setRules({ isSsoOnly: true, defaultRole: "viewer" });
  const { user } = await signIn(world, GRACE);
  const enter = (method: "oidc" | "password") =>
    createCaller(world.contextOf(user && { ...user, strength: { method, hasShownSecondFactor: true } })).org.get({ org: "ours" });
  expect((await enter("oidc")).role).toBe("viewer");
  await expect(enter("password")).rejects.toThrow("by single sign-on alone");
});
