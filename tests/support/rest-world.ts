import type { Deps } from "@/server/deps";
import type { AccessTokenFields } from "@/server/domain/access-token";
import { restApiOn } from "@/server/rest-api/process-rest-api";
import { createCaller } from "@/server/trpc/root";
import { createVersionsWorld } from "./versions-world";

/** What a request of a test may say. `token` null: none. */
interface Say {
  token?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The REST API on a world of its own, asked as the owner of `ours` unless another token is given; `host`: what the host has beside its database. */
export async function createRestWorld({ mostRequests = 1_000_000, host = {} as Pick<Deps, "callOut" | "sendMail"> } = {}) {
  const world = await createVersionsWorld();
  const deps = { ...world.deps, ...host };
  const logged: string[] = [];
  const api = restApiOn(deps, { mostRequests, log: (line) => logged.push(line) });
  const tokenOf = async (org: string, user: { id: string; name: string; email: string }, fields: Partial<AccessTokenFields> = {}) =>
    (await createCaller(world.contextOf(user)).accessTokens.create({ org, name: "test", ...fields })).token;
  const tokens = { ours: await tokenOf("ours", world.ours.user, { days: 365 }), theirs: await tokenOf("theirs", world.theirs.user) };
  const handle = (request: Request, address = "192.0.2.1") => api.handle(request, { address });
  return {
    ...world,
    deps,
    logged,
    handle,
    tokens,
    tokenOf,
    group: `/orgs/${world.ours.slug}/runtime-groups/${world.ours.groupId}`,
    /** Sends a request below /api/v1; a body that is no text goes as JSON. */
    ask(method: string, path: string, { token = tokens.ours, headers = {}, body }: Say = {}) {
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const type: Record<string, string> = body === undefined || typeof body === "string" ? {} : { "Content-Type": "application/json" };
      const authorization: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
      return handle(new Request(`http://localhost/api/v1${path}`, { method, headers: { ...authorization, ...type, ...headers }, ...sent }));
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
