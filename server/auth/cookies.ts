import type { Env } from "../env";

/**
 * A cookie of the console. On HTTPS it is bound to this very host (`__Host-`): no other host and no page on plain HTTP can set or read
 * it. On the plain HTTP of a loopback address browsers take no such name.
 */
function cookieOf({ url }: Pick<Env, "url">, name: string) {
  const isHttps = url.startsWith("https:");
  return { name: isHttps ? `__Host-${name}` : name, options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps } } as const;
}

/** The cookie by which a browser is known again. */
export const deviceCookie = (env: Pick<Env, "url">) => cookieOf(env, "signalbox-device");

/** The cookies of next-auth, each as `cookieOf` has it. */
export const authCookies = (env: Pick<Env, "url">) => ({
  sessionToken: cookieOf(env, "authjs.session-token"),
  callbackUrl: cookieOf(env, "authjs.callback-url"),
  csrfToken: cookieOf(env, "authjs.csrf-token"),
  pkceCodeVerifier: cookieOf(env, "authjs.pkce.code_verifier"),
  state: cookieOf(env, "authjs.state"),
  nonce: cookieOf(env, "authjs.nonce"),
  webauthnChallenge: cookieOf(env, "authjs.challenge"),
});
