import { isMap } from "../../config-document/finding";
import { resolveLocally } from "./local-reference";

type Fields = Record<string, unknown>;

const MOST_SCHEMES = 20;

/** What to tell of the ways in which the description wants callers to prove who they are: a plugin for them is never made up. */
export function securityNotes(document: Fields): string[] {
  const components = isMap(document["components"]) ? document["components"] : {};
  const schemes = isMap(components["securitySchemes"]) ? components["securitySchemes"] : {};
  const told = Object.keys(schemes)
    .slice(0, MOST_SCHEMES)
    .map((name) => {
      const resolved = resolveLocally(document, schemes[name]);
      return `"${name.slice(0, 60)}" (${cureOf(resolved.ok && isMap(resolved.value) ? resolved.value : {})})`;
    });
  if (told.length === 0) return [];
  return [`No plugin was made for the security that the description asks for; add one where it is to be enforced: ${told.join(", ")}.`];
}

function cureOf(scheme: Fields): string {
  const { type, scheme: way } = scheme;
  if (type === "apiKey") return `key-auth${scheme["in"] === "cookie" ? ", which reads no cookie" : named(scheme["name"])}`;
  if (type === "oauth2") return "oauth2, or jwt for tokens that somebody else signs";
  if (type === "openIdConnect") return "jwt, or openid-connect in Enterprise";
  if (type === "mutualTLS") return "mtls-auth in Enterprise";
  if (type === "http" && typeof way === "string") return wayOf(way.toLowerCase());
  return "of no type that is known here";
}

const named = (name: unknown): string => (typeof name === "string" ? ` with key_names ["${name.slice(0, 60)}"]` : "");

function wayOf(way: string): string {
  if (way === "basic") return "basic-auth";
  if (way === "bearer") return "jwt, or oauth2 for tokens that Kong gives out";
  return way === "hmac" ? "hmac-auth" : "no plugin of open-source Kong";
}
