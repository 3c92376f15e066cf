/*
 * The signature of a provider's ID token (OpenID Connect Core 1.0, 3.1.3.7, and RFC 7515). next-auth reads the token from the provider's token
 * endpoint, checks issuer, audience, times and nonce, and leaves the signature alone. Here it is held against the keys that the provider publishes
 * now (`jwks_uri` of its discovery), by algorithms of two keys: a token that is signed with the client's own secret, or not at all, is refused.
 */
import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import { isPrivate } from "../domain/client-address";
import type { Env } from "../env";

const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];
const TIMEOUT_MS = 10_000;

const Discovery = z.object({ issuer: z.url(), jwks_uri: z.url().refine(isPrivate) });

/** An issuer as it is compared and kept: whether its URL ends in a slash after the host tells nothing. */
export const issuerOf = (url: string): string => new URL(url).href;

/** Throws where the ID token is not signed by the provider of the settings, for us; the provider is asked for its keys each time, since sign-ins are few. */
export async function verifyIdToken({ OIDC_ISSUER = "", OIDC_CLIENT_ID = "" }: Env, idToken: string | undefined): Promise<void> {
  const url = `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const discovered = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { issuer, jwks_uri } = Discovery.parse(await discovered.json());
  if (issuerOf(issuer) !== issuerOf(OIDC_ISSUER)) throw new Error("The provider names another issuer than OIDC_ISSUER.");
  const keys = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: TIMEOUT_MS });
  await jwtVerify(idToken ?? "", keys, { issuer, audience: OIDC_CLIENT_ID, algorithms: ALGORITHMS });
}
