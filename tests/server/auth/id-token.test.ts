import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { verifyIdToken } from "@/server/auth/id-token";
import { readEnv } from "@/server/env";
import { startOpenIdProvider } from "@/tests/support/open-id-provider";
import { CLIENT, CONSOLE, createOpenIdWorld, signInAt } from "@/tests/support/open-id-world";

let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;

beforeAll(async () => {
  // The library tells at each start that it keeps things in memory.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  provider = await startOpenIdProvider(CLIENT);
});
beforeEach(() => void (provider.state.keys = null));
afterAll(() => provider?.[Symbol.asyncDispose]());

const makeKey = (kid = "k1") => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" } };
};

it("an ID token that is signed with a key that the provider does not publish signs nobody in, and is told as the provider's fault", async () => {
  await using world = await createOpenIdWorld(provider);
  const claims = { sub: "1815", email: world.ours.user.email, email_verified: true, name: "Ada" };
  for (const keys of [[makeKey().jwk], [makeKey("k2").jwk], []]) {
    provider.state.keys = keys;
    expect(await signInAt(provider, world, claims)).toMatchObject({ location: `${CONSOLE}/login?error=OAuthCallbackError`, user: null });
  }
  provider.state.keys = null;
  expect((await signInAt(provider, world, claims)).user?.email).toBe(claims.email);
});

it("a token without signature, one that is signed with the client's secret, and one for somebody else are refused", async () => {
  const key = makeKey();
  provider.state.keys = [key.jwk];
  const env = readEnv({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret });
  const token = (issuer = provider.issuer, audience = CLIENT.id) =>
    new SignJWT({ sub: "1815" }).setIssuer(issuer).setAudience(audience).setExpirationTime("1m");
  const bySigner = (jwt: SignJWT) => jwt.setProtectedHeader({ alg: "RS256", kid: "k1" }).sign(key.privateKey);
  await expect(verifyIdToken(env, await bySigner(token()))).resolves.toBeUndefined();
  const [, payload] = (await bySigner(token())).split(".");
  for (const refused of [
    undefined,
    `${Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url")}.${payload}.`,
    await token()
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .sign(Buffer.from(CLIENT.secret.padEnd(32))),
    await bySigner(token("https://other.example.com")),
    await bySigner(token(undefined, "another client")),
  ])
    await expect(verifyIdToken(env, refused)).rejects.toThrow();
});
