import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { type KeyRing, openSecret, sealSecret } from "../at-rest/seal";
import { signingKeyPlace } from "../at-rest/places";

/** A new Ed25519 key of an org; `privateKey` is sealed, `id` is derived from the public key. */
export function createSigningKey(keys: KeyRing, orgId: string): { id: string; publicPem: string; privateKey: string } {
  const pair = generateKeyPairSync("ed25519");
  const publicPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const thumbprint = createHash("sha256")
    .update(pair.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
  const privatePem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const id = `sbk-${thumbprint.slice(0, 16)}`;
  return { id, publicPem, privateKey: sealSecret(privatePem, keys, signingKeyPlace(orgId, id)) };
}

/** What a config answer's signature is made of and with. */
export interface SignedConfig {
  /** The sealed private key and what opens it. */
  privateKey: string;
  keys: KeyRing;
  orgId: string;
  keyId: string;
  groupId: string;
  versionNumber: number;
  digestBase64: string;
  createdSeconds: number;
}

/** The `Signature-Input` and `Signature` of a config answer (RFC 9421, Ed25519) over digest, version and group id. */
export function signConfig(config: SignedConfig): { signatureInput: string; signature: string } {
  const params = `("unencoded-digest" "config-version" "signalbox-group");created=${config.createdSeconds};keyid="${config.keyId}";alg="ed25519"`;
  const base = [
    `"unencoded-digest": sha-256=:${config.digestBase64}:`,
    `"config-version": ${config.versionNumber}`,
    `"signalbox-group": ${config.groupId}`,
    `"@signature-params": ${params}`,
  ].join("\n");
  const key = createPrivateKey(openSecret(config.privateKey, config.keys, signingKeyPlace(config.orgId, config.keyId)));
  return { signatureInput: `sig1=${params}`, signature: `sig1=:${sign(null, Buffer.from(base), key).toString("base64")}:` };
}
