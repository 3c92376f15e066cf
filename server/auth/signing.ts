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

/** What a config answer's signatures are made of and with. */
export interface SignedConfig {
  /** The org's signing keys, sealed, and what opens them. */
  signers: { id: string; privateKey: string }[];
  keys: KeyRing;
  orgId: string;
  groupId: string;
  versionNumber: number;
  digestBase64: string;
  createdSeconds: number;
}

/**
 * The `Signature-Input` and `Signature` of a config answer (RFC 9421, Ed25519) over digest, version and group id: one signature by each signer,
 * labelled `sig1`, `sig2` and so on, so that whichever key an agent pins, its signature is there. No signers give no fields.
 */
export function signConfig({ signers, keys, orgId, groupId, versionNumber, digestBase64, createdSeconds }: SignedConfig): Record<string, string> {
  const signatures = signers.map(({ id, privateKey }, index) => {
    const params = `("unencoded-digest" "config-version" "signalbox-group");created=${createdSeconds};keyid="${id}";alg="ed25519"`;
    const base = [
      `"unencoded-digest": sha-256=:${digestBase64}:`,
      `"config-version": ${versionNumber}`,
      `"signalbox-group": ${groupId}`,
      `"@signature-params": ${params}`,
    ].join("\n");
    const key = createPrivateKey(openSecret(privateKey, keys, signingKeyPlace(orgId, id)));
    return { input: `sig${index + 1}=${params}`, signature: `sig${index + 1}=:${sign(null, Buffer.from(base), key).toString("base64")}:` };
  });
  if (signatures.length === 0) return {};
  return { "Signature-Input": signatures.map(({ input }) => input).join(", "), Signature: signatures.map(({ signature }) => signature).join(", ") };
}
