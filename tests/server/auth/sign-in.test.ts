import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { hashPassword } from "@/server/auth/password";
import { signInFailures } from "@/db/schema/index";
import { authenticate } from "@/server/auth/sign-in";
import { forgetOldTries } from "@/server/auth/tries";
import { blockedForMs, pagePathOf, safeNextPath, slugOf } from "@/server/domain/sign-in";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const password = "correct horse battery staple";
const email = "ada@example.com";

async function createWorldWithAda() {
  const world = await createTrpcWorld();
  const { deps } = world;
  const passwordHash = await hashPassword(password);
  const now = deps.now();
  await deps.db.write((tx) => insertUser(tx, { id: "ada", email, name: "Ada", passwordHash, createdAt: now }));
  const attempt = (given: { email?: string; password?: string; address?: string; device?: string } = {}) =>
    authenticate(deps, { email, password, address: "192.0.2.1", ...given }).then(
      (user) => user.id,
      (error: Error) => error.message,
    );
  return { ...world, attempt, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("an unknown account and a wrong password read the same", async () => {
  await using world = await createWorldWithAda();
  const unknown = await world.attempt({ email: "nobody@example.com" });
  expect(unknown).toBe("Email and password do not match.");
  expect(await world.attempt({ password: "wrong" })).toBe(unknown);
});

it("the wait after wrong passwords grows and holds for the right one too", async () => {
  await using world = await createWorldWithAda();
  for (let i = 0; i < 3; i++) await world.attempt({ password: "wrong" });
  expect(await world.attempt()).toBe("Too many tries. Try again in 1 second.");
  world.clock.now += 1000;
  await world.attempt({ password: "wrong" });
  expect(await world.attempt()).toBe("Too many tries. Try again in 2 seconds.");
});

it("a success clears the account's failures", async () => {
  await using world = await createWorldWithAda();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 2; i++) await world.attempt({ password: "wrong" });
    expect(await world.attempt()).toBe("ada");
  }
});

it("guesses sent at once are counted one by one", async () => {
  await using world = await createWorldWithAda();
  const answers = await Promise.all(Array.from({ length: 10 }, () => world.attempt({ password: "wrong" })));
  expect(answers.filter((answer) => answer.startsWith("Email"))).toHaveLength(3);
});

it("an address must wait after 20 failures over many accounts", async () => {
  await using world = await createWorldWithAda();
  for (let i = 0; i < 20; i++) await world.attempt({ email: `guess${i}@example.com` });
  expect(await world.attempt()).toMatch(/^Too many tries/);
  expect(await world.attempt({ address: "192.0.2.2" })).toBe("ada");
});

it("failed tries of yesterday are forgotten, those of today stay", async () => {
  await using world = await createWorldWithAda();
  const subjects = async () => (await world.deps.db.read.select().from(signInFailures)).length;
  await world.attempt({ email: "old@example.com", address: "192.0.2.3" });
  world.clock.now += 24 * 3_600_000;
  await world.attempt({ email: "new@example.com", address: "192.0.2.4" });
  world.clock.now += 1;
  expect(await subjects()).toBe(4);
  await forgetOldTries(world.deps);
  expect(await subjects()).toBe(2);
});

it("the wait doubles and never exceeds 15 minutes", () => {
  expect([2, 3, 4, 5, 100].map((failures) => blockedForMs(failures, 3))).toEqual([0, 1000, 2000, 4000, 900_000]);
});

it.each([undefined, "//evil.example", "/.//evil.example", "/\\evil.example", "https://evil.example", "x"])("next %s leads home", (next) => {
  expect(safeNextPath(next)).toBe("/");
});

it("the way back is the page that was asked for, without Next's own mark", () => {
  expect(["/o/a", "/o/a?_rsc=x1", "/o/a?q=b&_rsc=x1", "/o/a?_rsc=x1&q=b"].map(pagePathOf)).toEqual(["/o/a", "/o/a", "/o/a?q=b", "/o/a?q=b"]);
  // After a redirect of a server action the mark has no value.
  expect(["/o/a?_rsc", "/o/a?q=b&_rsc", "/o/a?_rsc&q=b", "/o/a?_rscs=1"].map(pagePathOf)).toEqual(["/o/a", "/o/a?q=b", "/o/a?q=b", "/o/a?_rscs=1"]);
});

it("a slug keeps the letters of a name without their marks", () => {
  expect(['Ärger & Söhne "Ltd"', "日本", "  A  "].map(slugOf)).toEqual(["arger-sohne-ltd", "org", "a"]);
});

it("next keeps a path of this console", () => {
  expect(safeNextPath("/o/acme/instances?sync=in+sync&sort=-host")).toBe("/o/acme/instances?sync=in+sync&sort=-host");
  expect(safeNextPath("/o/acme/runtime-groups?tab=1")).toBe("/o/acme/runtime-groups?tab=1");
});
