import { checkValue } from "./check-value";
import { type CheckRun, fail, warn, within } from "./check-run";
import { fieldAt } from "./lua-value";
import { isSame } from "../config-document/is-same";
import type { ShorthandField } from "./schema";
import { readServiceUrl } from "./service-url";
import { fieldName, sentence } from "./value-words";

type Members = Record<string, unknown>;

const rename =
  (to: string) =>
  (value: unknown): Members => ({ [to]: value });

/** What each shorthand that Kong writes as a function stands for. */
const INTERPRETATIONS: ReadonlyMap<string, (value: unknown) => Members> = new Map<string, (value: unknown) => Members>([
  ["services_url", readServiceUrl],
  ["upstreams_algorithm", (value) => (value === "least-connections" ? { algorithm: value, hash_on: null } : { algorithm: value })],
  [
    "upstreams_hash_on",
    (value) => (value === null ? { hash_on: "none" } : { hash_on: value, algorithm: value === "none" ? "round-robin" : "consistent-hashing" }),
  ],
  ["session_cookie_lifetime", rename("rolling_timeout")],
  ["session_cookie_idletime", rename("idling_timeout")],
  ["session_cookie_renew", () => ({})],
  ["session_cookie_discard", rename("stale_ttl")],
  ["session_cookie_samesite", (value) => ({ cookie_same_site: value === "off" ? "None" : value })],
  ["session_cookie_httponly", rename("cookie_http_only")],
  ["session_cookie_persistent", rename("remember")],
  ["opentelemetry_endpoint", rename("traces_endpoint")],
]);

/** A copy of `members` with the value put at the path, unless something other than null stands there. */
function putAt(members: Members, [first = "", ...rest]: readonly string[], value: unknown): Members {
  const known = Object.hasOwn(members, first) ? members[first] : undefined;
  if (rest.length === 0) return known === undefined || known === null ? { ...members, [first]: value } : members;
  if (known !== undefined && known !== null && (typeof known !== "object" || Array.isArray(known))) return members;
  return { ...members, [first]: putAt({ ...known }, rest, value) };
}

function contradicts(run: CheckRun, members: Members, field: ShorthandField, value: unknown): boolean {
  if (value === null || field.into !== undefined) return false;
  const other = field.deprecation?.replacedWith?.find((path) => {
    const known = fieldAt(members, path);
    return known !== undefined && known !== null && known !== false && !isSame(known, value);
  });
  if (!other) return false;
  fail(run, `${fieldName(run.path)} is the old name of "${other.join(".")}", and the two have different values.`, `Keep "${other.join(".")}" alone.`);
  return true;
}

function expandOne(run: CheckRun, members: Members, field: ShorthandField, value: unknown): Members {
  // A checked value that is wrong ends the expansion; its fault is told already.
  if (!checkValue(run, field, value) || contradicts(run, members, field, value)) return members;
  if (field.deprecation && value !== null) warn(run, sentence(field.deprecation.message), "Use the new name.");
  const interpret = field.into === undefined ? undefined : INTERPRETATIONS.get(field.into);
  if (!interpret) {
    let result = members;
    for (const path of field.deprecation?.replacedWith ?? []) result = putAt(result, path, value);
    return result;
  }
  const result = { ...members };
  for (const [name, each] of Object.entries(interpret(value))) {
    // A deprecated name yields to the new one; another wins over it.
    if (!field.deprecation || result[name] === undefined || result[name] === null) result[name] = each;
  }
  return result;
}

/** The members with every shorthand written out as the fields that it stands for; tells the run of those that are wrong. */
export function expandShorthands(run: CheckRun, shorthands: readonly ShorthandField[], given: Readonly<Members>): Members {
  let members: Members = { ...given };
  for (const field of shorthands) {
    if (!Object.hasOwn(members, field.name)) continue;
    const { [field.name]: value, ...others } = members;
    if (value === undefined) continue;
    members = within(run, [field.name], () => expandOne(run, others, field, value));
  }
  return members;
}
