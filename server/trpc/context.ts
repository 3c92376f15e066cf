import { randomUUID } from "node:crypto";
import type { AccessToken } from "../auth/bearer";
import { currentUser } from "../auth/session";
import { type Deps, getDeps } from "../deps";
import type { SessionStrength } from "../domain/sign-in-rules";

/** Who calls, and with what. `user` null: nobody is signed in; its `sessionId` and `strength` are absent where no browser is. */
export interface Context {
  deps: Deps;
  user: { id: string; name: string; email: string; sessionId?: string; strength?: SessionStrength } | null;
  requestId: string;
  /** The access token by which the user, or a service account in its place, calls. Absent: it is signed in. */
  token?: AccessToken;
  /** Where the request came from; absent: that is not known. */
  address?: string;
}

/** The field in which a host tells the console the address of the caller; it takes it from no caller. */
const ADDRESS_FIELD = "x-forwarded-for";

/** Reads the session of the current request, whose header fields these are. */
export async function createContext(headers: Pick<Headers, "get">): Promise<Context> {
  return { deps: await getDeps(), user: await currentUser(), requestId: randomUUID(), address: headers.get(ADDRESS_FIELD) ?? undefined };
}
