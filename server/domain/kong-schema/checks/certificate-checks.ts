import { isMap } from "../../config-document/finding";
import { readCertificate } from "../../key-material/read-certificate";
import { findJwkFault } from "../../key-material/json-web-key";
import { readKey, type KeyReading } from "../../key-material/read-key";
import type { NamedCheck, NamedFault } from "../named-check";
import { isVaultReference, onText } from "./on-text";

const CERTIFICATE_CURE = "Paste the whole text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, each in a line of its own.";
const CA_CURE = "Use the certificate of an authority, whose basic constraints say CA.";

/** A text that holds an X.509 certificate as PEM; of a chain, the first counts. */
export const checkCertificate = onText((text) => (readCertificate(text) ? undefined : { message: "This is no certificate.", cure: CERTIFICATE_CURE }));

/** What to say of a text that holds no key that a node can read. */
export function noKeyFault(reading: Extract<KeyReading, { ok: false }>, half: "private" | "public"): NamedFault {
  const label = half === "private" ? "PRIVATE KEY" : "PUBLIC KEY";
  const cure = `Paste the whole text, from -----BEGIN ${label}----- to -----END ${label}-----.`;
  if (reading.reason === "encrypted")
    return { message: "This key needs a pass phrase, which a node does not have.", cure: "Decrypt it first: openssl pkey -in key.pem -out plain.pem" };
  if (reading.reason === "certificate") return { message: `This is a certificate and no ${half} key.`, cure };
  return { message: `This is no ${half} key.`, cure };
}

/** A text that holds a private key without pass phrase. Kong takes a public key and a JSON Web Key here too. */
export const checkKey = onText((text) => {
  const reading = readKey(text, "any");
  if (reading.ok)
    return reading.isPrivate
      ? undefined
      : { severity: "warning", message: "This is a public key, with which no connection can be served.", cure: "Paste the private key." };
  return isJsonWebKey(text) ? undefined : noKeyFault(reading, "private");
});

/** A key that verifies signatures: of any kind and half, but no certificate. */
export const checkVerificationKey = onText((text) => {
  const reading = readKey(text, "any");
  if (!reading.ok) return isJsonWebKey(text) ? undefined : noKeyFault(reading, "public");
  if (!reading.isPrivate) return undefined;
  return {
    severity: "warning",
    message: "This is a private key; the public half is enough to verify with.",
    cure: "Paste the public key, and keep the private one to who signs.",
  };
});

function isJsonWebKey(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    return findJwkFault(JSON.parse(text)) === undefined;
  } catch {
    return false;
  }
}

/** A certificate and its key, under either of their names, belong together. */
export const checkCertificateMatchesKey: NamedCheck = (value, context) => {
  if (!isMap(value)) return [];
  const isAlternative = typeof value.cert_alt === "string" && value.cert === undefined;
  return isAlternative
    ? pairFaults(value.cert_alt, value.key_alt, "cert_alt", "key_alt", context?.now)
    : pairFaults(value.cert, value.key, "cert", "key", context?.now);
};

function pairFaults(cert: unknown, key: unknown, certField: string, keyField: string, now: number | undefined): NamedFault[] {
  if (typeof cert !== "string" || typeof key !== "string" || isVaultReference(cert) || isVaultReference(key)) return [];
  const certificate = readCertificate(cert);
  const reading = readKey(key, "any");
  if (!certificate?.key || !reading.ok) return [];
  const [own, other] = [certificate.key, reading.key];
  const areKnown = own.identity !== undefined && other.identity !== undefined;
  if (own.type !== "other" && other.type !== "other" && (own.type !== other.type || (areKnown && own.identity !== other.identity))) {
    return [
      {
        message: "The key does not belong to the certificate.",
        cure: "Paste the key that the certificate was made with; of a chain, the leaf must come first.",
        path: [keyField],
      },
    ];
  }
  return now === undefined ? [] : validityFaults(certificate.notBefore, certificate.notAfter, now, certField);
}

function validityFaults(notBefore: number, notAfter: number, now: number, field: string): NamedFault[] {
  if (notAfter < now)
    return [
      { severity: "warning", message: `The certificate expired on ${dayOf(notAfter)}.`, cure: "Kong serves it all the same; replace it.", path: [field] },
    ];
  if (notBefore > now)
    return [
      {
        severity: "warning",
        message: `The certificate is valid from ${dayOf(notBefore)} only.`,
        cure: "Kong serves it at once; wait, or use another.",
        path: [field],
      },
    ];
  return [];
}

const dayOf = (time: number): string => (Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : "a day beyond reckoning");

/** The alternative certificate has another kind of key than the first. */
export const checkCertificateTypesDiffer: NamedCheck = (value) => {
  if (!isMap(value) || typeof value.cert !== "string" || typeof value.cert_alt !== "string") return [];
  const [type, other] = [readCertificate(value.cert)?.key?.type, readCertificate(value.cert_alt)?.key?.type];
  if (type === undefined || type === "other" || type !== other) return [];
  return [
    { message: `Both certificates have ${type} keys.`, cure: "Use one with an RSA key and one with an EC key, or leave the second out.", path: ["cert_alt"] },
  ];
};

/** Exactly one certificate, of an authority, that has not expired. */
export const checkCaCertificate: NamedCheck = (value, context) => {
  if (!isMap(value) || typeof value.cert !== "string") return [];
  const path = ["cert"];
  if (value.cert.split("-----BEGIN CERTIFICATE-----").length > 2) {
    return [{ message: "This holds more than one certificate.", cure: "Add an entry for each.", path }];
  }
  const certificate = readCertificate(value.cert);
  if (!certificate) return [];
  if (context && certificate.notAfter < context.now)
    return [{ message: `The certificate expired on ${dayOf(certificate.notAfter)}.`, cure: "Use its successor.", path }];
  if (certificate.isCa === false) return [{ message: "The certificate is not one of an authority.", cure: CA_CURE, path }];
  return context ? validityFaults(certificate.notBefore, certificate.notAfter, context.now, "cert") : [];
};
