import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * What OWASP advises, in the form that takes 32 MiB a hash and not 128 (N 2^17, p 1), for the same work: Node makes four at once, and a flood of
 * sign-ins must not take half a gigabyte from a small host, nor more than a worker has.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;

type Cost = typeof COST;

const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((done, fail) =>
    // What Node reckons is 128 * r * (N + p + 2) bytes.
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, { N, r, p, maxmem: 128 * r * (N + p + 8) }, (error, key) => (error ? fail(error) : done(key))),
  );

function partsOf(hash: string | null): { cost: Cost; salt: Buffer; expected: Buffer } | null {
  const [scheme, N, r, p, salt, expected] = (hash ?? "").split("$");
  if (scheme !== "scrypt" || !salt || !expected) return null;
  return { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, "base64"), expected: Buffer.from(expected, "base64") };
}

/** scrypt with a random salt, as `scrypt$N$r$p$salt$hash`: the cost is kept, so that it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether the hash was made at another cost than today's, so that the password, once it is known, should be hashed again. */
export function isOutdated(hash: string): boolean {
  const cost = partsOf(hash)?.cost;
  return cost?.N !== COST.N || cost.r !== COST.r || cost.p !== COST.p;
}

/** Whether the password is the one hashed. Without a hash, and with one of a lower cost, a no takes as long, so that timing tells nothing. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = partsOf(hash);
  if (!parts) {
    await derive(password, Buffer.alloc(16), COST);
    return false;
  }
  const { cost, salt, expected } = parts;
  if (timingSafeEqual(await derive(password, salt, cost), expected)) return true;
  if (cost.p < COST.p) await derive(password, salt, { ...COST, p: COST.p - cost.p });
  return false;
}
