import { ECPrivateKey } from "@peculiar/asn1-ecc";
import { PrivateKeyInfo } from "@peculiar/asn1-pkcs8";
import { RSAPrivateKey } from "@peculiar/asn1-rsa";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { curveOf, EC_CURVES, ecIdentity, KEY_TYPES, RAW_CURVES, rawIdentity, rsaIdentity, type KeyType, type PublicKey } from "./public-key";

/** The public half of the private key that a PEM block holds; undefined for what is no private key. */
export function readPrivateKey(label: string, der: Uint8Array<ArrayBuffer>): PublicKey | undefined {
  try {
    if (label === "RSA PRIVATE KEY") return rsaKey("RSA", der);
    if (label === "EC PRIVATE KEY") return ecKey(AsnConvert.parse(der, ECPrivateKey), undefined);
    if (label === "PRIVATE KEY") return pkcs8Key(AsnConvert.parse(der, PrivateKeyInfo));
    // OpenSSL knows more kinds of keys than we do.
    return label.endsWith(" PRIVATE KEY") ? { type: label.startsWith("DSA") ? "DSA" : "other", identity: undefined } : undefined;
  } catch {
    return undefined;
  }
}

function rsaKey(type: KeyType, der: Uint8Array<ArrayBuffer> | ArrayBuffer): PublicKey {
  const key = AsnConvert.parse(der, RSAPrivateKey);
  return { type, identity: rsaIdentity(type, key.modulus, key.publicExponent) };
}

function pkcs8Key(info: PrivateKeyInfo): PublicKey {
  const { algorithm, parameters } = info.privateKeyAlgorithm;
  const type = KEY_TYPES[algorithm] ?? "other";
  const inner = info.privateKey.buffer;
  if (type === "RSA" || type === "RSA-PSS") return rsaKey(type, inner);
  if (type === "EC") return ecKey(AsnConvert.parse(inner, ECPrivateKey), curveOf(parameters));
  const curve = RAW_CURVES[type];
  if (!curve) return { type, identity: undefined };
  return { type, identity: rawIdentity(type, curve.getPublicKey(new Uint8Array(AsnConvert.parse(inner, OctetString).buffer))) };
}

function ecKey(key: ECPrivateKey, outerCurve: string | undefined): PublicKey {
  const curve = outerCurve ?? key.parameters?.namedCurve;
  if (key.publicKey) return { type: "EC", identity: ecIdentity(curve, new Uint8Array(key.publicKey)) };
  const known = curve === undefined ? undefined : EC_CURVES[curve];
  if (!curve || !known) return { type: "EC", identity: undefined };
  const secret = new Uint8Array(key.privateKey.buffer);
  const padded = new Uint8Array(known.Point.Fn.BYTES);
  padded.set(secret.slice(-padded.length), Math.max(0, padded.length - secret.length));
  return { type: "EC", identity: ecIdentity(curve, known.getPublicKey(padded, false)) };
}
