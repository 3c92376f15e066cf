import { createRestApi } from "@/server/rest-api/rest-api";
import { createVersionsWorld } from "./versions-world";

/** What a request of a test may say. `token` null: none. */
interface Say {
  token?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The REST API on a world of its own, asked as the owner of `ours` unless another token is given: "ours" and "theirs" name the two. */
export async function createRestWorld({ mostRequests = 1_000_000 } = {}) {
  const world = await createVersionsWorld();
  const users = new Map([
    ["ours000000", world.ours.user],
    ["theirs0000", world.theirs.user],
  ]);
  const logged: string[] = [];
  const api = createRestApi({
    now: world.deps.now,
    mostRequests,
    log: (line) => logged.push(line),
    bearerOf: async (token, { id }) => {
      const user = users.get(token);
      return user ? { tokenId: token, context: { deps: world.deps, user, requestId: id } } : null;
    },
  });
  const handle = (request: Request, address = "192.0.2.1") => api.handle(request, { address });
  return {
    ...world,
    logged,
    handle,
    group: `/orgs/${world.ours.slug}/runtime-groups/${world.ours.groupId}`,
    /** Sends a request below /api/v1; a body that is no text goes as JSON. */
    ask(method: string, path: string, { token = "ours000000", headers = {}, body }: Say = {}) {
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const type: Record<string, string> = body === undefined || typeof body === "string" ? {} : { "Content-Type": "application/json" };
      const authorization: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
      return handle(new Request(`http://localhost/api/v1${path}`, { method, headers: { ...authorization, ...type, ...headers }, ...sent }));
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
