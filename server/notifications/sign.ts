import { createHmac, randomBytes } from "node:crypto";

const SECRET_BYTES = 24;
const PREFIX = "whsec_";

/** A new secret, as receivers of Standard Webhooks take it. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), "base64");

/**
 * The fields by which a receiver proves a message (Standard Webhooks 1.0.0, symmetric): HMAC-SHA-256 over id, time and body, a signature for
 * each secret that is good, so that a receiver may change over. The id is the same at every try.
 */
export function signatureFields(secrets: readonly string[], { id, at, body }: { id: string; at: number; body: string }): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const signatures = secrets.map((secret) => `v1,${createHmac("sha256", keyOf(secret)).update(`${id}.${seconds}.${body}`).digest("base64")}`);
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": signatures.join(" ") };
}
