import { bearerOfToken } from "../auth/bearer";
import { type Deps, getDeps } from "../deps";
import { createRestApi, type RestApi } from "./rest-api";

/** The REST API on these dependencies, with access tokens as they are in the database. */
export const restApiOn = (deps: Deps, options: { mostRequests?: number; log?: (line: string) => void } = {}): RestApi =>
  createRestApi({ now: deps.now, bearerOf: (token, request) => bearerOfToken(deps, token, request), ...options });

const KEY = Symbol.for("signalbox.rest-api");
// What counts requests must be single per host, and module state exists once per bundle.
const holder: typeof globalThis & { [KEY]?: RestApi } = globalThis;

/** The REST API of this process. */
export async function getRestApi(): Promise<RestApi> {
  const deps = await getDeps();
  return (holder[KEY] ??= restApiOn(deps));
}
