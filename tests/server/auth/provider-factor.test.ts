import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { secondFactors, sessions } from "@/db/schema/index";
import { codesOf, dueUser, newSecret, showSecondFactor } from "@/server/auth/second-factor";
import { secondFactorPlace } from "@/server/at-rest/places";
import { sealSecret } from "@/server/at-rest/seal";
import { tellsSecondFactor } from "@/server/domain/sign-in-rules";
import { readEnv } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import { startOpenIdProvider } from "@/tests/support/open-id-provider";
import { CLIENT, createOpenIdWorld, type OpenIdWorld, signInAt } from "@/tests/support/open-id-world";

let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;

beforeAll(async () => {
  // The library tells at each start that it keeps things in memory.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  provider = await startOpenIdProvider(CLIENT);
});
beforeEach(() => void (provider.state.strength = {}));
afterAll(() => provider?.[Symbol.asyncDispose]());

/** Signs the owner of our org in, whom the provider says that it signed in like that. */
async function signIn(world: OpenIdWorld, strength: { amr?: string[]; acr?: string }) {
  await world.deps.db.write((tx) => tx.delete(sessions));
  provider.state.strength = strength;
  return signInAt(provider, world, { sub: "1815", email: world.ours.user.email, email_verified: true, name: "Ada" });
}

const enter = (world: OpenIdWorld, user: Awaited<ReturnType<typeof signIn>>["user"]) => createCaller(world.contextOf(user)).org.get({ org: "ours" });

it("where an organization asks for a second factor, a sign-in by a provider that tells of none is led to it, and one that tells of one comes in", async () => {
  await using world = await createOpenIdWorld(provider, { OIDC_MFA_ACR: "urn:example:strong urn:example:stronger" });
  await world.setRules({ needsSecondFactor: true });
  for (const strength of [{}, { amr: ["pwd"] }, { acr: "urn:example:weak" }, { amr: ["pwd", "MFA"] }]) {
    const { user } = await signIn(world, strength);
    await expect(enter(world, user)).rejects.toThrow("with a second factor alone");
  }
  for (const strength of [{ amr: ["pwd", "mfa"] }, { amr: ["hwk"] }, { acr: "urn:example:stronger" }]) {
    const { user } = await signIn(world, strength);
    expect((await enter(world, user)).role).toBe("owner");
  }
});

it("who has a second factor here shows it after a provider that tells of none, and not after one that does", async () => {
  await using world = await createOpenIdWorld(provider);
  const { deps } = world;
  const { id, email } = world.ours.user;
  const secret = newSecret();
  const row = { userId: id, secret: sealSecret(secret, deps.keys, secondFactorPlace(id)), confirmedAt: 1, usedStep: 0 };
  await deps.db.write((tx) => tx.insert(secondFactors).values(row));
  expect((await signIn(world, { amr: ["otp"] })).user?.strength).toEqual({ method: "oidc", hasShownSecondFactor: true });

  expect((await signIn(world, { amr: ["pwd"] })).user).toBeNull();
  const [due] = await deps.db.read.select().from(sessions);
  expect(await dueUser(deps, due?.id ?? "")).toMatchObject({ email, method: "oidc" });
  await showSecondFactor(deps, due?.id ?? "", codesOf(secret, email).generate({ timestamp: deps.now() }), { address: "192.0.2.1", userAgent: "" });
  const told = (await world.owner.activity.list({ org: "ours" })).rows.filter(({ action }) => action === "account.signIn");
  expect(told.map(({ after }): unknown => JSON.parse(after ?? ""))).toEqual([
    { by: "oidc", secondFactor: "code" },
    { by: "oidc", secondFactor: "the provider's" },
  ]);
});

it.each([
  [{}, false],
  [{ amr: "mfa" }, true],
  [{ amr: [{ mfa: true }] }, false],
  [{ amr: ["pwd", "user", ""] }, false],
  [{ acr: ["urn:strong"] }, true],
  [{ acr: "urn:strong2" }, false],
])("%o counts as a second factor: %s", (claims, counts) => {
  const { OIDC_MFA_AMR } = readEnv({});
  expect(tellsSecondFactor(claims, { amr: OIDC_MFA_AMR, acr: "urn:strong" })).toBe(counts);
});

it("where no class counts, an empty one counts as none", () => {
  expect(tellsSecondFactor({ amr: [""], acr: "" }, { amr: "", acr: "" })).toBe(false);
});
