/**
 * What is kept at rest is sealed: AES-256-GCM under a key from the settings. A sealed value names the key, so that keys can be
 * replaced one after the other, and opens in the place alone that it was sealed for, so that no row can be given another's.
 * Bytes: format (1: as they are, 2: gzip), key id (8), nonce (12), tag (16), ciphertext. In a text column: `v2.` and those
 * bytes in base64url. `v1.<nonce>.<tag>.<ciphertext>` was written by earlier releases and names neither key nor place.
 * A value that is not sealed was written by a release that did not: it is read as it is until `npm start` or
 * `npm run migrate` has sealed it.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

const AS_IS = 1;
const ZIPPED = 2;
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
/** The full tag: a shorter one would be easier to forge. */
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES;
const LEAST_BYTES = HEAD_BYTES + NONCE_BYTES + TAG_BYTES;
/** Below it, gzip gains nothing. */
const LEAST_ZIPPED_BYTES = 256;
const TEXT = /^v2\.([A-Za-z0-9_-]+)$/;

/** The data keys: what is sealed is sealed with the newest, and what an older one sealed still opens. */
export interface KeyRing {
  readonly newest: { readonly id: string; readonly key: Uint8Array };
  /** By the id in hex, the newest too. */
  readonly byId: ReadonlyMap<string, Uint8Array>;
}

/** What a sealed value belongs to, such as a table's name and the row's key. */
export type SealedPlace = readonly [purpose: string, ...ids: (string | number)[]];

const keyIdOf = (key: Uint8Array): string =>
  createHash("sha256")
    .update("signalbox data key\0")
    .update(key)
    .digest("hex")
    .slice(0, 2 * KEY_ID_BYTES);

/** The ring of these keys, each of 32 bytes. */
export function createKeyRing(newest: Uint8Array, older: readonly Uint8Array[] = []): KeyRing {
  const byId = new Map([newest, ...older].map((key) => [keyIdOf(key), key]));
  return { newest: { id: keyIdOf(newest), key: newest }, byId };
}

/** Whether the bytes are sealed. A document in clear begins with a brace. */
const isSealed = (bytes: Uint8Array): boolean => bytes.length >= LEAST_BYTES && (bytes[0] === AS_IS || bytes[0] === ZIPPED);

/** Whether the value is sealed with the newest key, and so needs no sealing again. */
export function isSealedByNewest(sealed: Uint8Array | string, keys: KeyRing): boolean {
  const bytes = typeof sealed === "string" ? bytesOfText(sealed) : sealed;
  return bytes !== undefined && isSealed(bytes) && Buffer.from(bytes.subarray(1, HEAD_BYTES)).toString("hex") === keys.newest.id;
}

function bytesOfText(text: string): Buffer | undefined {
  const encoded = TEXT.exec(text)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64url");
}

function encrypt(format: number, plain: Uint8Array, { newest }: KeyRing, place: SealedPlace): Buffer {
  const head = Buffer.concat([Buffer.of(format), Buffer.from(newest.id, "hex")]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", newest.key, nonce).setAAD(Buffer.concat([head, Buffer.from(JSON.stringify(place))]));
  const sealed = [cipher.update(plain), cipher.final()];
  return Buffer.concat([head, nonce, cipher.getAuthTag(), ...sealed]);
}

/** Throws where the key is in no setting, the place another, or the bytes were changed. */
function decrypt(sealed: Uint8Array, keys: KeyRing, place: SealedPlace): { format: number; plain: Buffer } {
  const head = Buffer.from(sealed.subarray(0, HEAD_BYTES));
  const key = keys.byId.get(head.toString("hex", 1));
  if (!key) throw new Error("This was sealed with a data key that the settings do not have.");
  const [nonce, tag] = [sealed.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES), sealed.subarray(HEAD_BYTES + NONCE_BYTES, LEAST_BYTES)];
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag).setAAD(Buffer.concat([head, Buffer.from(JSON.stringify(place))]));
  return { format: head.readUInt8(0), plain: Buffer.concat([decipher.update(sealed.subarray(LEAST_BYTES)), decipher.final()]) };
}

/** Seals bytes of any size with the newest key, compressed, for the one place. Other work goes on meanwhile. */
export async function sealBytes(plain: Uint8Array, keys: KeyRing, place: SealedPlace): Promise<Buffer> {
  if (plain.length < LEAST_ZIPPED_BYTES) return encrypt(AS_IS, plain, keys, place);
  return encrypt(ZIPPED, await zip(plain), keys, place);
}

/** Opens what `sealBytes` made; bytes that are not sealed come back as they are. Throws where key, place or bytes are others. */
export async function openBytes(sealed: Uint8Array, keys: KeyRing, place: SealedPlace): Promise<Buffer> {
  if (!isSealed(sealed)) return Buffer.from(sealed);
  const { format, plain } = decrypt(sealed, keys, place);
  return format === ZIPPED ? unzip(plain) : plain;
}

/** `sealBytes` for a column of texts. */
export const sealText = async (plain: string, keys: KeyRing, place: SealedPlace): Promise<string> =>
  `v2.${(await sealBytes(Buffer.from(plain), keys, place)).toString("base64url")}`;

/** Opens what `sealText` made; a text that is not sealed comes back as it is. Throws where key, place or text are others. */
export async function openText(sealed: string, keys: KeyRing, place: SealedPlace): Promise<string> {
  const bytes = bytesOfText(sealed);
  return bytes && isSealed(bytes) ? (await openBytes(bytes, keys, place)).toString() : sealed;
}

/** Seals a short secret, at once. */
export const sealSecret = (plain: string, keys: KeyRing, place: SealedPlace): string =>
  `v2.${encrypt(AS_IS, Buffer.from(plain), keys, place).toString("base64url")}`;

/** Opens what `sealSecret` or an earlier release made, at once. Throws where it is not sealed, or key, place or text are others. */
export function openSecret(sealed: string, keys: KeyRing, place: SealedPlace): string {
  if (sealed.startsWith("v1.")) return openFirstFormat(sealed, keys);
  const bytes = bytesOfText(sealed);
  if (!bytes || !isSealed(bytes)) throw new Error("This is not a sealed text of a known version.");
  return decrypt(bytes, keys, place).plain.toString();
}

function openFirstFormat(sealed: string, { byId }: KeyRing): string {
  const [, nonce = "", tag = "", ciphertext = ""] = sealed.split(".");
  for (const key of byId.values()) {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    const plain = decipher.update(ciphertext, "base64url", "utf8");
    try {
      return plain + decipher.final("utf8");
    } catch {
      // Another key's, or changed: which one, only trying them all can tell.
    }
  }
  throw new Error("This was sealed with a data key that the settings do not have, or was changed.");
}
