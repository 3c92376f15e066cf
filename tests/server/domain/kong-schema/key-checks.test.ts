import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { NAMED_CHECKS } from "../../../../server/domain/kong-schema/named-checks";
import * as made from "../../../support/certificate-samples";

const now = Date.parse("2027-06-01");
const PUBLIC_KEY = createPublicKey(made.LEAF_KEY).export({ type: "spki", format: "pem" });

function verdict(name: string, value: unknown, at = now): string {
  const faults = NAMED_CHECKS.get(name)?.(value, { now: at }) ?? [];
  return faults.some(({ severity }) => severity !== "warning") ? "error" : faults.length > 0 ? "warning" : "ok";
}

it("a certificate may have text around it, CRLF line ends and a chain behind it", () => {
  const certificates = [`Subject: x\n${made.LEAF_CERTIFICATE}`, made.LEAF_CERTIFICATE.replaceAll("\n", "\r\n"), made.LEAF_CERTIFICATE + made.ROOT_CERTIFICATE];
  expect(certificates.map((text) => verdict("validate_certificate", text))).toEqual(["ok", "ok", "ok"]);
});

it("what is cut, escaped, or no certificate is refused", () => {
  const broken = [
    "x",
    "{vault://env/ca}",
    made.LEAF_CERTIFICATE.replaceAll("\n", "\\n"),
    made.LEAF_CERTIFICATE.replace(/\n.{64}\n(?=-----END|.*\n-----END)/, "\n"),
    made.LEAF_KEY,
  ];
  expect(broken.map((text) => verdict("validate_certificate", text))).toEqual(broken.map(() => "error"));
});

it("a key is private and needs no pass phrase; a public one passes with a warning", () => {
  const texts = [made.LEAF_KEY, made.ED25519_KEY, PUBLIC_KEY, made.LEAF_KEY_ENCRYPTED, made.LEAF_CERTIFICATE, "x"];
  expect(texts.map((text) => verdict("validate_key", text))).toEqual(["ok", "ok", "warning", "error", "error", "error"]);
  expect(texts.map((text) => verdict("validate_ssl_key", text))).toEqual(["warning", "warning", "ok", "error", "error", "error"]);
});

it("a certificate and its key belong together, of a chain the first counts", () => {
  const pair = (cert: string, key: string) => verdict("certificate_matches_key", { cert, key });
  expect(pair(made.LEAF_CERTIFICATE, made.LEAF_KEY)).toBe("ok");
  expect(pair(made.ED25519_CERTIFICATE, made.ED25519_KEY)).toBe("ok");
  expect(pair(made.LEAF_CERTIFICATE + made.ROOT_CERTIFICATE, made.LEAF_KEY)).toBe("ok");
  expect(pair(made.ROOT_CERTIFICATE + made.LEAF_CERTIFICATE, made.LEAF_KEY)).toBe("error");
  expect(pair(made.LEAF_CERTIFICATE, made.ED25519_KEY)).toBe("error");
  expect(pair("{vault://env/cert}", made.LEAF_KEY)).toBe("ok");
  expect(verdict("certificate_matches_key", { cert_alt: made.LEAF_CERTIFICATE, key_alt: made.ED25519_KEY })).toBe("error");
});

it("an expired certificate is served all the same, so it is a warning; one of an authority is refused", () => {
  const late = Date.parse("2100-01-01");
  expect(verdict("certificate_matches_key", { cert: made.LEAF_CERTIFICATE, key: made.LEAF_KEY }, late)).toBe("warning");
  expect(verdict("ca_certificate", { cert: made.ROOT_CERTIFICATE }, late)).toBe("error");
  expect(verdict("ca_certificate", { cert: made.ROOT_CERTIFICATE }, 0)).toBe("warning");
  expect(verdict("ca_certificate", { cert: made.ROOT_CERTIFICATE })).toBe("ok");
  expect(verdict("ca_certificate", { cert: made.LEAF_CERTIFICATE })).toBe("error");
  expect(verdict("ca_certificate", { cert: made.ROOT_CERTIFICATE + made.ROOT_CERTIFICATE })).toBe("error");
});

it("an alternative certificate has another kind of key", () => {
  expect(verdict("certificate_types_differ", { cert: made.LEAF_CERTIFICATE, cert_alt: made.ED25519_CERTIFICATE })).toBe("ok");
  expect(verdict("certificate_types_differ", { cert: made.LEAF_CERTIFICATE, cert_alt: made.ROOT_CERTIFICATE })).toBe("error");
});

it("a pair of PEM keys belongs together, whatever its kind and form", () => {
  const pairs = [
    generateKeyPairSync("rsa", { modulusLength: 1024 }),
    ...["P-256", "P-384", "P-521", "secp256k1", "secp224r1"].map((namedCurve) => generateKeyPairSync("ec", { namedCurve })),
    generateKeyPairSync("ed25519"),
    generateKeyPairSync("ed448"),
    generateKeyPairSync("x25519"),
  ].map(({ privateKey, publicKey }) => ({
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    public_key: publicKey.export({ type: "spki", format: "pem" }),
  }));
  expect(pairs.map((pair) => verdict("validate_pem_keys", pair))).toEqual(pairs.map(() => "ok"));
  expect(pairs.map((pair) => verdict("validate_pem_keys", { ...pair, public_key: PUBLIC_KEY }))).toEqual(pairs.map(() => "error"));
  const old = createPrivateKey(made.LEAF_KEY).export({ type: "sec1", format: "pem" });
  expect(verdict("validate_pem_keys", { private_key: old, public_key: PUBLIC_KEY })).toBe("ok");
  expect(verdict("validate_pem_keys", { private_key: PUBLIC_KEY })).toBe("error");
  expect(verdict("validate_pem_keys", { public_key: made.LEAF_CERTIFICATE })).toBe("error");
  expect(verdict("validate_pem_keys", { public_key: "{vault://env/key}", private_key: "x" })).toBe("ok");
});

it("a JSON Web Key is JSON, has the key's kid, and makes a key", () => {
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const ed = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "jwk" });
  const judged = (jwk: object | string, kid = "k") => verdict("keys_jwk_pem", { kid, jwk: typeof jwk === "string" ? jwk : JSON.stringify(jwk) });
  expect([ec, ed, rsa].map((jwk) => judged({ ...jwk, kid: "k", use: "sig", key_ops: ["verify"] }))).toEqual(["ok", "ok", "ok"]);
  const broken = [
    ec,
    { ...ec, kid: "other" },
    { ...ec, kid: "k", x: ec.y },
    { ...ec, kid: "k", crv: "P-999" },
    { ...ed, kid: "k", x: "AA" },
    { ...rsa, kid: "k", n: "!!" },
  ];
  expect([...broken, { ...ec, kid: "k", ext: true }, { kty: "oct", k: "AA", kid: "k" }, "x", "5", "null"].map((jwk) => judged(jwk))).not.toContain("ok");
  expect(judged("{vault://env/jwk}")).toBe("ok");
});
