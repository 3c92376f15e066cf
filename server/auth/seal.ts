import * as crypto from "node:crypto";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { formatToken, type TokenPrefix } from "../domain/token";

/** The full tag: a shorter one would be easier to forge. */
const TAG_BYTES = 16;

/** Encrypts a text at rest: AES-256-GCM with a random nonce, as `v1.<nonce>.<tag>.<ciphertext>` in base64url. */
export function seal(plaintext: string, key: Uint8Array): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return ["v1", ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

/** Opens what `seal` made. Throws where the key is another or the text was changed. */
export function unseal(sealed: string, key: Uint8Array): string {
  const [version, nonce, tag, ciphertext] = sealed.split(".");
  if (version !== "v1" || !nonce || !tag || ciphertext === undefined) throw new Error("This is not a sealed text of a known version.");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return decipher.update(ciphertext, "base64url", "utf8") + decipher.final("utf8");
}

// Three times as fast as a Hash object, which counts at every poll; Node has it from 20.12 on.
const hashAtOnce: typeof crypto.hash | undefined = crypto.hash;

/** SHA-256 in hex: how tokens are stored. They are 32 random bytes, so no salt is needed. */
export const hashToken = (token: string): string => hashAtOnce?.("sha256", token, "hex") ?? createHash("sha256").update(token).digest("hex");

/** A new token, from the system's random source unless told otherwise. */
export const newToken = (prefix: TokenPrefix, random: (size: number) => Uint8Array = randomBytes): string => formatToken(prefix, random(32));
