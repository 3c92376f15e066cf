import { isMap } from "../../config-document/finding";
import { findJwkFault } from "../../key-material/json-web-key";
import { readKey } from "../../key-material/read-key";
import type { NamedCheck, NamedFault } from "../named-check";
import { noKeyFault } from "./certificate-checks";
import { isVaultReference, quote } from "./on-text";

const TEXT_MEMBERS = new Set("issuer kty use alg kid x5u x5t x5t#S256 k x y crv n e d p q dp dq qi oth r t".split(" "));
const LIST_MEMBERS = new Set(["key_ops", "x5c"]);

/** The two halves of a key as PEM: each parses, and they belong together. */
export const checkPemKeys: NamedCheck = (value) => {
  if (!isMap(value)) return [];
  const { public_key: publicText, private_key: privateText } = value;
  if (isVaultReference(publicText) || isVaultReference(privateText)) return [];
  const publicReading = typeof publicText === "string" ? readKey(publicText, "public") : undefined;
  if (publicReading && !publicReading.ok) return [{ ...noKeyFault(publicReading, "public"), path: ["public_key"] }];
  const privateReading = typeof privateText === "string" ? readKey(privateText, "private") : undefined;
  if (privateReading && !privateReading.ok) return [{ ...noKeyFault(privateReading, "private"), path: ["private_key"] }];
  if (!publicReading || !privateReading) return [];
  const [own, other] = [publicReading.key, privateReading.key];
  const isPair =
    own.type === "other" || other.type === "other" || (own.type === other.type && (own.identity ?? other.identity) === (other.identity ?? own.identity));
  return isPair ? [] : [{ message: "The two keys do not belong together.", cure: "Paste the halves of one key.", path: ["public_key"] }];
};

/** A key's JSON Web Key is JSON, has the kid of the key, and makes a key. */
export const checkKeyEntity: NamedCheck = (value) => {
  if (!isMap(value) || typeof value.jwk !== "string" || isVaultReference(value.jwk)) return [];
  const fault = jwkFault(value.jwk, value.kid);
  return fault ? [{ ...fault, path: ["jwk"] }] : [];
};

function jwkFault(text: string, kid: unknown): NamedFault | undefined {
  let jwk: unknown;
  try {
    jwk = JSON.parse(text);
  } catch {
    return { message: "The JSON Web Key is no JSON.", cure: "Paste the JSON object, from its { to its }." };
  }
  if (!isMap(jwk)) return { message: "The JSON Web Key must be a JSON object.", cure: "Paste one key, not a set of keys." };
  if (jwk.kid !== kid) {
    return {
      message: `The kid inside of the JSON Web Key must be ${quote(String(kid))}.`,
      cure: "Make the kid of the key and the kid in the JSON Web Key the same.",
    };
  }
  const reason = findJwkFault(jwk);
  if (reason) return { message: `The JSON Web Key makes no key. ${reason}`, cure: "Export the key again." };
  return memberFault(jwk);
}

function memberFault(jwk: Record<string, unknown>): NamedFault | undefined {
  for (const [name, member] of Object.entries(jwk)) {
    if (!TEXT_MEMBERS.has(name) && !LIST_MEMBERS.has(name)) return { message: `Kong does not know ${quote(name)} in a JSON Web Key.`, cure: "Take it out." };
    if (member === null) continue;
    const isList = LIST_MEMBERS.has(name);
    if (isList ? !Array.isArray(member) : typeof member !== "string")
      return { message: `${quote(name)} of the JSON Web Key must be a ${isList ? "list" : "text"}.`, cure: "Export the key again." };
    if (member === "") return { message: `${quote(name)} of the JSON Web Key must not be empty.`, cure: "Take it out, or give it a value." };
  }
  return undefined;
}
