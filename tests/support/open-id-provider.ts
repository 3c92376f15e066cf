import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

/** How long a code of the provider is good. */
export const CODE_SECONDS = 60;

/**
 * A real OpenID Connect provider (`oidc-provider`) on a loopback address. It signs everybody in as who `state.claims` says, without asking;
 * all else, such as PKCE, the client's secret and the life of a code, is as the library does it.
 */
export async function startOpenIdProvider(client: { id: string; secret: string; redirectUri: string }) {
  // Safe because any claim may be set. `strength`: how it says that it signed them in. `keys`: what it publishes in the place of the keys that it signs with.
  const state = { claims: {} as Record<string, unknown>, keys: null as object[] | null, strength: {} as { amr?: string[]; acr?: string } };
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const jwk = { ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    jwks: { keys: [jwk as never] }, // safe because Node exports what the library takes
    cookies: { keys: ["the provider's own cookie key"] },
    claims: { openid: ["sub", "amr", "acr"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 300, AuthorizationCode: CODE_SECONDS, Grant: 300, IdToken: 300, Interaction: 300, Session: 300 },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...state.claims, sub }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session?.accountId, clientId: ctx.oidc.client?.clientId });
      grant.addOIDCScope("openid profile email groups");
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (request.url === "/jwks" && state.keys)
      return void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ keys: state.keys }));
    if (!request.url?.startsWith("/interaction/")) return void handle(request, response);
    void provider.interactionFinished(request, response, { login: { accountId: String(state.claims["sub"] ?? "somebody"), ...state.strength } });
  });
  return {
    issuer,
    state,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
