import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

/** Whom the provider says that the caller is. */
export interface Person {
  email: string;
  email_verified: boolean;
  name: string;
}

const base64url = (value: string | Uint8Array): string => Buffer.from(value).toString("base64url");

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array); // safe because no encoding is set
  return Buffer.concat(chunks).toString();
}

/**
 * An OpenID Connect provider for tests: it signs everybody in as `state.person`, without asking, and checks what a real
 * one checks of its client: the secret, the redirect address, and PKCE.
 */
export async function startIdentityProvider(client: { id: string; secret: string }) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string }>();
  const state = { person: { email: "", email_verified: true, name: "" } as Person }; // safe because every test sets it before use
  let issuer = "";

  function idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const parts = [
      { alg: "RS256", kid: "k1", typ: "JWT" },
      { iss: issuer, aud: client.id, sub: state.person.email, iat: now, exp: now + 60, nonce, ...state.person },
    ];
    const signed = parts.map((part) => base64url(JSON.stringify(part))).join(".");
    return `${signed}.${base64url(sign("sha256", Buffer.from(signed), privateKey))}`;
  }

  function redeem(form: URLSearchParams, authorization: string): object | null {
    const grant = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    // Both parts come form-encoded (RFC 6749, section 2.3.1).
    const given = new URLSearchParams(
      Buffer.from(authorization.replace(/^Basic /, ""), "base64")
        .toString()
        .replace(":", "="),
    );
    const isClient = given.get(client.id) === client.secret;
    const isProven =
      createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url") === grant?.challenge;
    if (!grant || !isClient || !isProven || form.get("redirect_uri") !== grant.redirectUri) return null;
    return { access_token: randomUUID(), token_type: "Bearer", expires_in: 60, id_token: idToken(grant.nonce) };
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    const json = (status: number, value: object) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/.well-known/openid-configuration") {
      const endpoints = {
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        userinfo_endpoint: `${issuer}/userinfo`,
      };
      return void json(200, {
        issuer,
        ...endpoints,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      });
    }
    if (url.pathname === "/jwks") return void json(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" }] });
    if (url.pathname === "/authorize") {
      const code = randomUUID();
      const redirectUri = url.searchParams.get("redirect_uri") ?? "";
      codes.set(code, { challenge: url.searchParams.get("code_challenge") ?? "", nonce: url.searchParams.get("nonce") ?? "", redirectUri });
      return void response.writeHead(302, { Location: `${redirectUri}?${new URLSearchParams({ code, state: url.searchParams.get("state") ?? "" })}` }).end();
    }
    void textOf(request).then((text) => {
      const tokens = redeem(new URLSearchParams(text), request.headers.authorization ?? "");
      json(tokens ? 200 : 400, tokens ?? { error: "invalid_grant" });
    });
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    issuer,
    state,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
