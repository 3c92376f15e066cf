import { RSAPublicKey } from "@peculiar/asn1-rsa";
import { AsnConvert } from "@peculiar/asn1-schema";
import { SubjectPublicKeyInfo } from "@peculiar/asn1-x509";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { ed448, x448 } from "@noble/curves/ed448.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";

/** The kinds of keys that Kong tells apart. */
export type KeyType = "RSA" | "RSA-PSS" | "EC" | "Ed25519" | "Ed448" | "X25519" | "X448" | "DSA" | "other";

/** A public key, as far as it can be compared. */
export interface PublicKey {
  type: KeyType;
  /** The same for the same key, whatever it was read from; undefined where we cannot tell. */
  identity: string | undefined;
}

/** The object identifiers of keys. */
export const KEY_TYPES: Readonly<Record<string, KeyType>> = {
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.1.1.10": "RSA-PSS",
  "1.2.840.10045.2.1": "EC",
  "1.3.101.110": "X25519",
  "1.3.101.111": "X448",
  "1.3.101.112": "Ed25519",
  "1.3.101.113": "Ed448",
  "1.2.840.10040.4.1": "DSA",
};

/** The curves whose points we can compute, by their object identifier. */
export const EC_CURVES: Readonly<Record<string, typeof p256 | typeof secp256k1>> = {
  "1.2.840.10045.3.1.7": p256,
  "1.3.132.0.34": p384,
  "1.3.132.0.35": p521,
  "1.3.132.0.10": secp256k1,
};

/** The curves that are kinds of keys of their own. */
export const RAW_CURVES: Readonly<Partial<Record<KeyType, { getPublicKey(secret: Uint8Array): Uint8Array }>>> = {
  Ed25519: ed25519,
  X25519: x25519,
  Ed448: ed448,
  X448: x448,
};

/** Lower-case hexadecimal digits. */
function hexOf(bytes: Uint8Array | ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const integer = (bytes: ArrayBuffer | Uint8Array): string => hexOf(bytes).replace(/^0+/, "");

/** Identity of an RSA key. */
export function rsaIdentity(type: KeyType, modulus: ArrayBuffer | Uint8Array, exponent: ArrayBuffer | Uint8Array): string {
  return `${type}:${integer(modulus)}:${integer(exponent)}`;
}

/** Identity of a key on a named curve; undefined for a point of the compressed form on a curve that we do not know. */
export function ecIdentity(curve: string | undefined, point: Uint8Array): string | undefined {
  if (curve === undefined) return undefined;
  if (point[0] === 4) return `EC:${curve}:${hexOf(point)}`;
  try {
    const known = EC_CURVES[curve];
    return known && `EC:${curve}:${hexOf(known.Point.fromHex(point).toBytes(false))}`;
  } catch {
    return undefined;
  }
}

/** Identity of a key of a curve that is a kind of its own. */
export function rawIdentity(type: KeyType, bytes: ArrayBuffer | Uint8Array): string {
  return `${type}:${hexOf(bytes)}`;
}

/** The object identifier that algorithm parameters hold; undefined for explicit parameters. */
export function curveOf(parameters: ArrayBuffer | null | undefined): string | undefined {
  const bytes = parameters ? new Uint8Array(parameters) : undefined;
  if (bytes?.[0] !== 6) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes.slice(2)) {
    arc = arc * 128 + (byte & 127);
    if (byte < 128) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  return [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40)), ...rest].join(".");
}

/** The key of a SubjectPublicKeyInfo; throws for what is none. */
export function readPublicKeyInfo(info: SubjectPublicKeyInfo): PublicKey {
  const type = KEY_TYPES[info.algorithm.algorithm] ?? "other";
  const bytes = info.subjectPublicKey;
  if (type === "RSA" || type === "RSA-PSS") {
    const key = AsnConvert.parse(bytes, RSAPublicKey);
    return { type, identity: rsaIdentity(type, key.modulus, key.publicExponent) };
  }
  if (type === "EC") return { type, identity: ecIdentity(curveOf(info.algorithm.parameters), new Uint8Array(bytes)) };
  if (type === "DSA" || type === "other")
    return { type, identity: `${info.algorithm.algorithm}:${hexOf(info.algorithm.parameters ?? new ArrayBuffer(0))}:${hexOf(bytes)}` };
  return { type, identity: rawIdentity(type, bytes) };
}

/** The key that the DER of a public key holds, of either form; undefined for what is none. */
export function readPublicKey(der: Uint8Array<ArrayBuffer>): PublicKey | undefined {
  try {
    return readPublicKeyInfo(AsnConvert.parse(der, SubjectPublicKeyInfo));
  } catch {
    return readRsaPublicKey(der);
  }
}

function readRsaPublicKey(der: Uint8Array<ArrayBuffer>): PublicKey | undefined {
  try {
    const key = AsnConvert.parse(der, RSAPublicKey);
    return { type: "RSA", identity: rsaIdentity("RSA", key.modulus, key.publicExponent) };
  } catch {
    return undefined;
  }
}
