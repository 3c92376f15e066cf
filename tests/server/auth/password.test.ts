import { randomBytes, scryptSync } from "node:crypto";
import { expect, it } from "vitest";
import { insertUser, selectUserByEmail } from "@/db/queries/people";
import { hashPassword, isOutdated, verifyPassword } from "@/server/auth/password";
import { authenticate } from "@/server/auth/sign-in";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const password = "correct horse battery staple";
const email = "ada@example.com";
const COST = "scrypt$32768$8$3$";

/** A hash as earlier releases made it, at a third of today's cost. */
function earlierHash(of: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(of, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  return ["scrypt", 2 ** 15, 8, 1, salt.toString("base64"), key.toString("base64")].join("$");
}

it("a password is hashed at the cost that OWASP advises, with a salt of its own", async () => {
  const [one, other] = [await hashPassword(password), await hashPassword(password)];
  expect([one.startsWith(COST), isOutdated(one), one === other]).toEqual([true, false, false]);
  expect([await verifyPassword(password, one), await verifyPassword("another", one), await verifyPassword(password, null)]).toEqual([true, false, false]);
});

it("a hash of an earlier cost is good, and is made anew at the next good sign-in alone", async () => {
  await using world = await createTrpcWorld();
  const passwordHash = earlierHash(password);
  await world.deps.db.write((tx) => insertUser(tx, { id: "ada", email, name: "Ada", passwordHash, createdAt: 0 }));
  const kept = async () => (await selectUserByEmail(world.deps.db, email))?.passwordHash ?? "";
  const signIn = (given: string) => authenticate(world.deps, { email, password: given, address: "192.0.2.1" });
  await expect(signIn("a wrong guess")).rejects.toThrow("Email and password do not match.");
  expect(await kept()).toBe(passwordHash);
  expect((await signIn(password)).id).toBe("ada");
  const renewed = await kept();
  expect(renewed.startsWith(COST)).toBe(true);
  expect((await signIn(password)).id).toBe("ada");
  expect(await kept()).toBe(renewed);
});
