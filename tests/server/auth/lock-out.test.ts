import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { insertUser } from "@/db/queries/people";
import { DEVICE_SECONDS, newDevice, trySubject } from "@/server/auth/device";
import { hashPassword } from "@/server/auth/password";
import { authenticate } from "@/server/auth/sign-in";
import { accountSubject, addressSubject, countTry } from "@/server/auth/tries";
import { blockedForMs, FREE_TRIES } from "@/server/domain/sign-in";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const PASSWORD = "correct horse battery staple";
const EMAIL = "ada@example.com";
const passwordHash = hashPassword(PASSWORD);

async function createWorldWithAda() {
  const world = await createTrpcWorld();
  const hash = await passwordHash;
  await world.deps.db.write((tx) => insertUser(tx, { id: "ada", email: EMAIL, name: "Ada", passwordHash: hash, createdAt: 0 }));
  const attempt = (given: { email?: string; password?: string; address?: string; device?: string }, deps = world.deps) =>
    authenticate(deps, { email: EMAIL, password: PASSWORD, address: "192.0.2.1", ...given }).then(
      (user) => user.id,
      (error: Error) => error.message,
    );
  /** A stranger guesses until the account must wait for 15 minutes, counted as the sign-in counts, without its costly hash. */
  async function besiege() {
    for (let guesses = 1; guesses <= 14; guesses++) {
      await countTry(world.deps, [accountSubject(EMAIL), addressSubject(`198.51.100.${guesses}`)]);
      if (guesses < 14) world.clock.now += blockedForMs(guesses, FREE_TRIES.account);
    }
  }
  return { ...world, attempt, besiege, device: newDevice(world.deps, EMAIL), [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("a stranger who never stops guessing makes strangers wait, and not the member in a browser of its own", async () => {
  await using world = await createWorldWithAda();
  await world.besiege();
  expect(await world.attempt({ address: "203.0.113.1" })).toMatch(/^Too many tries/);
  expect(await world.attempt({ device: world.device })).toBe("ada");
  // Not even from the stranger's own address, such as behind one proxy.
  for (let i = 0; i < 19; i++) await countTry(world.deps, [addressSubject("198.51.100.1")]);
  expect(await world.attempt({ email: "other@example.com", address: "198.51.100.1" })).toMatch(/^Too many tries/);
  expect(await world.attempt({ device: world.device, address: "198.51.100.1" })).toBe("ada");
  expect(await world.attempt({ address: "203.0.113.1" }), "her sign-in frees no stranger").toMatch(/^Too many tries/);
});

it("guesses in a browser that is known are as slow as any, and hold up neither strangers nor another browser", async () => {
  await using world = await createWorldWithAda();
  const { device } = world;
  for (let i = 0; i < 3; i++) expect(await world.attempt({ device, password: "a guess" })).toBe("Email and password do not match.");
  expect(await world.attempt({ device })).toBe("Too many tries. Try again in 1 second.");
  expect(await world.attempt({ device: newDevice(world.deps, EMAIL) })).toBe("ada");
  expect(await world.attempt({})).toBe("ada");
});

it("the waits hold across a restart, for strangers and for a known browser", async () => {
  await using world = await createWorldWithAda();
  const { device } = world;
  for (let i = 0; i < 4; i++) await world.attempt({ password: "a guess" });
  for (let i = 0; i < 4; i++) await world.attempt({ device, password: "a guess" });
  const db = await openDatabase(world.url, undefined, (error) => {
    throw error;
  });
  const restarted = { ...world.deps, db };
  expect(await world.attempt({}, restarted)).toMatch(/^Too many tries/);
  expect(await world.attempt({ device }, restarted)).toMatch(/^Too many tries/);
  db.close();
});

it("a cookie that is another account's, forged, cut short or out of date makes nobody known", async () => {
  const signing = { authSecret: "a secret of at least 32 characters", now: () => 0 };
  const device = newDevice(signing, EMAIL);
  const [account, number, until, mac] = device.split(".");
  const isKnown = (cookie: string | undefined, now = 0) => trySubject({ ...signing, now: () => now }, "Ada@Example.com", cookie).isKnown;
  const wrong = [
    newDevice(signing, "mallory@example.com"),
    newDevice({ ...signing, authSecret: "another secret of 32 characters.." }, EMAIL),
    [account, "a number of one's own", until, mac].join("."),
    [account, number, Number(until) + 1, mac].join("."),
    device.slice(0, -1),
    "",
    "...",
    undefined,
  ];
  expect(wrong.map((each) => isKnown(each))).toEqual(wrong.map(() => false));
  expect([isKnown(device), isKnown(device, DEVICE_SECONDS * 1000 - 1), isKnown(device, DEVICE_SECONDS * 1000)]).toEqual([true, true, false]);
});
