/** What a token is for: enrollment, instance credential, set-up link, invitation of a member, reset of a password; access of a person, of a service account. */
const PREFIXES = ["sbe", "sbi", "sbs", "sbm", "sbr", "sbp", "sba"] as const;
/** How a token begins. */
export type TokenPrefix = (typeof PREFIXES)[number];

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 32 bytes need 43 digits in base 62; a CRC-32 needs 6. */
const SECRET_DIGITS = 43;
const CHECKSUM_DIGITS = 6;

function base62(value: bigint, digits: number): string {
  let text = "";
  for (let rest = value; text.length < digits; rest /= 62n) text = ALPHABET.charAt(Number(rest % 62n)) + text;
  return text;
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const checksum = (text: string): string => base62(BigInt(crc32(text)), CHECKSUM_DIGITS);

/** A token of 32 random bytes: prefix, base62, and a checksum that secret scanners and typos are caught by. */
export function formatToken(prefix: TokenPrefix, random: Uint8Array): string {
  const value = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const body = `${prefix}_${base62(value, SECRET_DIGITS)}`;
  return body + checksum(body);
}

/** Whether a text has the form and checksum of a token; says nothing of whether it was ever given out. */
export function isWellFormedToken(token: string, prefix: TokenPrefix): boolean {
  if (token.length !== prefix.length + 1 + SECRET_DIGITS + CHECKSUM_DIGITS || !token.startsWith(`${prefix}_`)) return false;
  const body = token.slice(0, -CHECKSUM_DIGITS);
  return /^[0-9A-Za-z]+$/.test(body.slice(prefix.length + 1)) && checksum(body) === token.slice(-CHECKSUM_DIGITS);
}

/** Whether a text has the form of any token of ours. */
export const isTokenLike = (text: string): boolean => isWellFormedToken(text, PREFIXES.find((prefix) => text.startsWith(`${prefix}_`)) ?? "sbe");
