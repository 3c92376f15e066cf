import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> =>
  new Promise((done, fail) => scrypt(password.normalize("NFKC"), salt, KEY_BYTES, cost, (error, key) => (error ? fail(error) : done(key))));

/** scrypt with a random salt, as `scrypt$N$r$p$salt$hash`: the cost is kept, so that it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether the password is the one hashed. Without a hash it takes as long and says no, so that timing tells nothing. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, expected] = (hash ?? "").split("$");
  if (scheme !== "scrypt" || !salt || !expected) {
    await derive(password, Buffer.alloc(16), COST);
    return false;
  }
  const key = await derive(password, Buffer.from(salt, "base64"), { ...COST, N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(key, Buffer.from(expected, "base64"));
}
