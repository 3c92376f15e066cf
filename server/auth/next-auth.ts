import { headers } from "next/headers";
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import type { Provider } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import GitHub from "next-auth/providers/github";
import { z } from "zod";
import { selectUserByEmail } from "../../db/queries/people";
import { type Deps, getDeps } from "../deps";
import { DomainError } from "../domain/errors";
import { SignInInput } from "../domain/sign-in";
import { browserOf, createSession, endSession, SESSION_SECONDS } from "./session";
import { authenticate } from "./sign-in";

/** A refused sign-in as next-auth hands it to the form. `refusal`: the words to show; `code` alone may stand in a URL. */
export class SignInRefused extends CredentialsSignin {
  override code = "refused";
  constructor(readonly refusal: string) {
    super();
  }
}

function providersOf(deps: Deps): Provider[] {
  const { GITHUB_ID, GITHUB_SECRET, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = deps.env;
  const providers: Provider[] = [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(given, request) {
        const input = SignInInput.safeParse(given);
        if (!input.success) return null;
        try {
          return await authenticate(deps, { ...input.data, address: browserOf(request.headers).address });
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

function configOf(deps: Deps): NextAuthConfig {
  return {
    secret: deps.authSecret,
    trustHost: true,
    // A cookie of ours names a row of ours: `session.ts` reads it at every call.
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    // By type: the name of a class does not outlive a build.
    logger: { error: (error) => error instanceof SignInRefused || console.error(`sign-in: ${error instanceof AuthError ? error.type : error.name}`) },
    providers: providersOf(deps),
    callbacks: {
      // A provider's account signs in an existing user only, by an address that the provider has verified.
      async signIn({ account, profile, user }) {
        if (account?.provider === "credentials") return true;
        if (account?.provider === "oidc" && profile?.email_verified !== true) return false;
        if (account?.provider === "github" && !(await isVerifiedAtGitHub(account.access_token, user.email))) return false;
        return Boolean(user.email && (await selectUserByEmail(deps.db, user.email.toLowerCase())));
      },
      async jwt({ token, user }) {
        if (!user?.email) return token;
        const known = await selectUserByEmail(deps.db, user.email.toLowerCase());
        return known ? { ...token, userId: known.id, sessionId: await createSession(deps, known.id, browserOf(await headers())) } : null;
      },
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
    },
    events: {
      async signOut(message) {
        const ended = EndedToken.safeParse("token" in message ? message.token : null);
        if (ended.success) await endSession(deps, ended.data.userId, ended.data.sessionId);
      },
    },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(async () => configOf(await getDeps()));
