import { randomUUID } from "node:crypto";
import { currentUser } from "../auth/session";
import { type Deps, getDeps } from "../deps";

/** Who calls, and with what. `user` null: nobody is signed in; its `sessionId` is absent where no browser is. */
export interface Context {
  deps: Deps;
  user: { id: string; name: string; email: string; sessionId?: string } | null;
  requestId: string;
}

/** Reads the session of the current request. */
export async function createContext(): Promise<Context> {
  return { deps: await getDeps(), user: await currentUser(), requestId: randomUUID() };
}
