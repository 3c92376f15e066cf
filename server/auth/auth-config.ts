import type { AuthConfig } from "@auth/core";
import { AuthError, CredentialsSignin, OAuthCallbackError } from "@auth/core/errors";
import type { Provider } from "@auth/core/providers";
import Credentials from "@auth/core/providers/credentials";
import GitHub from "@auth/core/providers/github";
import { z } from "zod";
import { type Identity, selectUserByIdentity } from "../../db/queries/identities";
import { selectUserByEmail } from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { SignInInput } from "../domain/sign-in";
import { SIGN_IN_METHODS, tellsSecondFactor } from "../domain/sign-in-rules";
import type { Browser } from "./browser";
import { authCookies } from "./cookies";
import { issuerOf, verifyIdToken } from "./id-token";
import { admitFromProvider } from "./provider-sign-in";
import { beginSession, endSession, SESSION_SECONDS } from "./session";
import { authenticate } from "./sign-in";

/** A refused sign-in as next-auth hands it to the form. `refusal`: the words to show; `code` alone may stand in a URL. */
export class SignInRefused extends CredentialsSignin {
  override code = "refused";
  constructor(readonly refusal: string) {
    super();
  }
}

/** The request at hand: who asks, and a way to leave the device cookie. */
export interface AtHand {
  browser: () => Promise<Browser>;
  keepDevice: (email: string) => Promise<void>;
}

function providersOf(deps: Deps, { browser }: AtHand): Provider[] {
  const { GITHUB_ID, GITHUB_SECRET, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_SCOPE, OIDC_MFA_ACR } = deps.env;
  const providers: Provider[] = [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(given) {
        const input = SignInInput.safeParse(given);
        if (!input.success) return null;
        const { address, device } = await browser();
        try {
          return await authenticate(deps, { ...input.data, address, device });
        } catch (error) {
          throw error instanceof DomainError ? new SignInRefused(error.message) : error;
        }
      },
    }),
  ];
  if (GITHUB_ID && GITHUB_SECRET) providers.push(GitHub({ clientId: GITHUB_ID, clientSecret: GITHUB_SECRET }));
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) {
    providers.push({
      id: "oidc",
      name: "Single sign-on",
      type: "oidc",
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      // A class that counts as a second factor is asked for, which the provider need not heed: its token tells.
      authorization: { params: { scope: OIDC_SCOPE, ...(OIDC_MFA_ACR ? { acr_values: OIDC_MFA_ACR } : {}) } },
      checks: ["pkce", "state", "nonce"],
    });
  }
  return providers;
}

const EndedToken = z.object({ userId: z.string(), sessionId: z.string() });

const GitHubEmails = z.array(z.object({ email: z.string(), verified: z.boolean() }));

/** GitHub names an account's primary address whether or not it is verified; its list of addresses says which are. */
async function isVerifiedAtGitHub(accessToken: string | undefined, email: string | null | undefined): Promise<boolean> {
  const headers = { Authorization: `Bearer ${accessToken}`, "User-Agent": "signalbox" };
  const answer = await fetch("https://api.github.com/user/emails", { headers, redirect: "error", signal: AbortSignal.timeout(10_000) });
  const emails = GitHubEmails.safeParse(answer.ok ? await answer.json() : null);
  return emails.success && emails.data.some((each) => each.verified && each.email.toLowerCase() === email?.toLowerCase());
}

/** Tells a person that the provider did not answer as it should, where anything else would read as an account that is not let in. */
const asProvidersFault = (cause: unknown): never => {
  throw new OAuthCallbackError("The ID token cannot be verified.", { cause });
};

/** By which a provider knows who signed in; null: it was no provider. */
function identityOf({ env }: Deps, account: { provider: string; providerAccountId: string } | null | undefined): Identity | null {
  const issuer =
    account?.provider === "github" ? "https://github.com" : account?.provider === "oidc" && env.OIDC_ISSUER ? issuerOf(env.OIDC_ISSUER) : undefined;
  return account && issuer !== undefined ? { issuer, subject: account.providerAccountId } : null;
}

function callbacksOf(deps: Deps, { browser, keepDevice }: AtHand): AuthConfig["callbacks"] {
  return {
    async signIn({ account, profile, user }) {
      if (account?.provider === "credentials") return true;
      const identity = identityOf(deps, account);
      if (!identity) return false;
      const email = user.email?.toLowerCase();
      const { address } = await browser();
      const isOidc = account?.provider === "oidc";
      if (isOidc) await verifyIdToken(deps.env, account.id_token).catch(asProvidersFault);
      const isVerified = isOidc ? profile?.email_verified === true : await isVerifiedAtGitHub(account?.access_token, email);
      // The roles that a provider gives go by the domain of an address: of OpenID Connect one that is not verified is worth nothing at all.
      if (isOidc && !isVerified) return false;
      const who = { ...identity, email: isVerified && email ? email : null, name: user.name ?? "", claims: isOidc ? (profile ?? {}) : null, address };
      const refusal = await admitFromProvider(deps, who);
      return refusal === "of another" ? "/login?error=OfAnother" : refusal === null;
    },
    async jwt({ token, user, account, profile }) {
      if (!user) return token;
      const identity = identityOf(deps, account);
      const known = identity ? await selectUserByIdentity(deps.db.read, identity) : await selectUserByEmail(deps.db, user.email?.toLowerCase() ?? "");
      if (!known) return null;
      const method = SIGN_IN_METHODS.find((each) => each === account?.provider) ?? "password";
      const hasProvidersFactor = method === "oidc" && tellsSecondFactor(profile ?? {}, { amr: deps.env.OIDC_MFA_AMR, acr: deps.env.OIDC_MFA_ACR ?? "" });
      const { sessionId, isDue } = await beginSession(deps, known, await browser(), method, hasProvidersFactor);
      if (!isDue) await keepDevice(known.email);
      return { ...token, userId: known.id, sessionId };
    },
    session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
  };
}

/** How people sign in, for next-auth: the providers of the settings, and sessions as rows of ours. */
export function authConfig(deps: Deps, atHand: AtHand): Omit<AuthConfig, "raw"> {
  return {
    secret: deps.authSecret,
    trustHost: true,
    useSecureCookies: deps.env.url.startsWith("https:"),
    cookies: authCookies(deps.env),
    // A cookie of ours names a row of ours: `session.ts` reads it at every call.
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    // By type: the name of a class does not outlive a build.
    logger: { error: (error) => error instanceof SignInRefused || console.error(`sign-in: ${error instanceof AuthError ? error.type : error.name}`) },
    providers: providersOf(deps, atHand),
    callbacks: callbacksOf(deps, atHand),
    events: {
      async signOut(message) {
        const ended = EndedToken.safeParse("token" in message ? message.token : null);
        if (ended.success) await endSession(deps, ended.data.userId, ended.data.sessionId);
      },
    },
  };
}
