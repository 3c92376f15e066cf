import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "../../db/client";

/** What a request on the edge has of its own, and must share with no other. */
export interface RequestScope {
  /** Opened for this request: a client that several requests share passes sequential tests and fails under concurrency. */
  db: Database;
  /** Keeps the request's work going after its answer. */
  waitUntil: (work: Promise<unknown>) => void;
}

const scopes = new AsyncLocalStorage<RequestScope>();

function currentScope(): RequestScope {
  const scope = scopes.getStore();
  if (!scope) throw new Error("There is no request whose database this could be.");
  return scope;
}

/** Does the work with the scope; all that it awaits finds it. */
export const inScope = <T>(scope: RequestScope, work: () => Promise<T>): Promise<T> => scopes.run(scope, work);

/** The database as long-lived parts may hold it: every use goes through the client of the request that is being answered. */
export const scopedDatabase: Database = {
  get read() {
    return currentScope().db.read;
  },
  write: (work) => currentScope().db.write(work),
  close: () => undefined,
};

/** Late writes of the same moment become one. */
const GATHER_MS = 100;

/** Does a write shortly after the answer, within the life of the request. */
export function deferWrite(write: () => Promise<void>): void {
  currentScope().waitUntil(new Promise((done) => setTimeout(done, GATHER_MS)).then(write));
}
