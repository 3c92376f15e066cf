import { p256, p384, p521 } from "@noble/curves/nist.js";
import { isMap } from "../config-document/finding";
import { decodeBase64Url } from "./pem";

const CURVES: Readonly<Record<string, typeof p256>> = { "P-256": p256, "P-384": p384, "P-521": p521 };
/** The length of a key on a curve that is a kind of its own; both halves have it. */
const RAW_LENGTHS: Readonly<Record<string, number>> = { Ed25519: 32, X25519: 32, Ed448: 57, X448: 56 };
const RSA_MEMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

/** Why OpenSSL cannot make a key of a JSON Web Key; undefined where nothing speaks against it. */
export function findJwkFault(jwk: unknown): string | undefined {
  if (!isMap(jwk)) return "It must be a JSON object.";
  if (jwk.kty === "RSA") return rsaFault(jwk);
  if (jwk.kty === "EC") return ecFault(jwk);
  if (jwk.kty === "OKP") return okpFault(jwk);
  return "Its kty must be RSA, EC or OKP.";
}

function rsaFault(jwk: Record<string, unknown>): string | undefined {
  const missing = ["n", "e"].find((member) => !isPresent(jwk[member]));
  if (missing) return `Its ${missing} is missing.`;
  const broken = RSA_MEMBERS.find((member) => isPresent(jwk[member]) && !bytesOf(jwk[member]));
  return broken && `Its ${broken} is no base64url text.`;
}

function ecFault(jwk: Record<string, unknown>): string | undefined {
  const curve = typeof jwk.crv === "string" ? CURVES[jwk.crv] : undefined;
  if (!curve) return "Its crv must be P-256, P-384 or P-521.";
  const [x, y] = [bytesOf(jwk.x), bytesOf(jwk.y)];
  if (!x || !y) return "Its x and y must be base64url texts.";
  if (isPresent(jwk.d) && !bytesOf(jwk.d)) return "Its d is no base64url text.";
  try {
    curve.Point.fromAffine({ x: integerOf(x), y: integerOf(y) }).assertValidity();
    return undefined;
  } catch {
    return `Its x and y are no point of ${String(jwk.crv)}.`;
  }
}

function okpFault(jwk: Record<string, unknown>): string | undefined {
  const length = typeof jwk.crv === "string" ? RAW_LENGTHS[jwk.crv] : undefined;
  if (length === undefined) return "Its crv must be Ed25519, X25519, Ed448 or X448.";
  const member = isPresent(jwk.d) ? "d" : "x";
  return bytesOf(jwk[member])?.length === length ? undefined : `Its ${member} must hold ${length} bytes.`;
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== false;
const bytesOf = (value: unknown): Uint8Array | undefined => (typeof value === "string" ? decodeBase64Url(value) : undefined);
const integerOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
