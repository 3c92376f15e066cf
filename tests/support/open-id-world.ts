import { Auth } from "@auth/core";
import { sessions } from "@/db/schema/index";
import { authConfig } from "@/server/auth/auth-config";
import { sessionUser } from "@/server/auth/session";
import { NO_RULES, type SignInRules } from "@/server/domain/sign-in-rules";
import { readEnv } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import type { startOpenIdProvider } from "./open-id-provider";
import { createTrpcWorld } from "./trpc-world";

export const CONSOLE = "http://localhost:3000";
export const CLIENT = { id: "signalbox", secret: "the provider's secret", redirectUri: `${CONSOLE}/api/auth/callback/oidc` };

type Provider = Awaited<ReturnType<typeof startOpenIdProvider>>;

/** Cookies by name, as a browser keeps them. */
export class Jar extends Map<string, string> {
  /** Every one that was ever set, as it was sent. */
  readonly lines: string[] = [];
  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      this.lines.push(line);
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
      if (value) this.set(name, value);
      else this.delete(name);
    }
    return response;
  }
  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** The console's own sign-in before a real provider, with our org's rules; `settings` put others in the place of the right ones. */
export async function createOpenIdWorld(provider: Provider, settings: Record<string, string> = {}) {
  const world = await createTrpcWorld();
  const env = readEnv({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_SCOPE: "openid profile email groups",
    ...settings,
  });
  const deps = { ...world.deps, env };
  const owner = createCaller({ ...world.contextOf(world.ours.user), deps });
  const devices: string[] = [];
  const browser = async () => ({ address: "192.0.2.1", userAgent: "Firefox" });
  const logged: string[] = [];
  const config = {
    ...authConfig(deps, { browser, keepDevice: async (email) => void devices.push(email) }),
    basePath: "/api/auth",
    logger: { error: (error: Error) => void logged.push(error.name) },
  };
  const ask = async (jar: Jar, path: string, body?: Record<string, string>) => {
    const method = body ? { method: "POST", body: new URLSearchParams(body) } : {};
    return jar.take(await Auth(new Request(new URL(path, CONSOLE), { headers: { cookie: jar.header }, ...method }), config));
  };
  return {
    ...world,
    deps,
    owner,
    devices,
    logged,
    ask,
    setRules: (rules: Partial<SignInRules>) => owner.org.updateSignInRules({ org: "ours", ...NO_RULES, ...rules }),
    members: async () => (await owner.members.list({ org: "ours" })).map((each) => [each.name, each.role]),
    /** Goes to the provider, signs in there, and stops before the way back: its address. */
    async goToProvider(jar: Jar): Promise<URL> {
      const csrf: unknown = await (await ask(jar, "/api/auth/csrf")).json();
      const csrfToken = String((csrf as { csrfToken: unknown }).csrfToken); // safe because the test fails without it
      const away = await ask(jar, "/api/auth/signin/oidc", { csrfToken, callbackUrl: "/o/ours" });
      const there = new Jar();
      let url = away.headers.get("location") ?? "";
      for (let hops = 0; url.startsWith(provider.issuer) && hops < 6; hops++) {
        const answer = there.take(await fetch(url, { redirect: "manual", headers: { cookie: there.header } }));
        url = new URL(answer.headers.get("location") ?? "", url).href;
      }
      return new URL(url);
    },
    /** Where the way back leads, and who is signed in then. */
    async comeBack(jar: Jar, url: URL) {
      const answer = await ask(jar, url.pathname + url.search);
      const [row] = await deps.db.read.select().from(sessions);
      return { location: answer.headers.get("location"), user: row ? await sessionUser(deps, row.id, "192.0.2.1") : null };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

export type OpenIdWorld = Awaited<ReturnType<typeof createOpenIdWorld>>;

export async function signInAt(provider: Provider, world: OpenIdWorld, claims: Record<string, unknown>) {
  provider.state.claims = claims;
  const jar = new Jar();
  return { jar, ...(await world.comeBack(jar, await world.goToProvider(jar))) };
}
