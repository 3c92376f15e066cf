import type { NamedFault } from "../named-check";
import { examineRegex } from "../../regex-syntax/regex-syntax";
import { normalPath } from "./normal-path";
import { onText, quote } from "./on-text";

const badCharacters = (text: string): NamedFault => ({
  message: `The path ${quote(text)} holds characters that a URL must escape.`,
  cure: "Escape them with % and two hexadecimal digits, and leave out ? and #.",
});

/** What RFC 3986 allows in a path, after the first slash. */
const PLAIN = /^\/[A-Za-z0-9.\-_~/%:@!$&'()*+,;=]*$/;

/** The path of a service or of a health check: begins with a slash, and holds what RFC 3986 allows in a path. */
export const checkPath = onText((text) => (PLAIN.test(text) ? escapeFault(text) : badCharacters(text)));

function escapeFault(text: string): NamedFault | undefined {
  const at = text.replace(/%[\dA-Fa-f]{2}/g, "___").indexOf("%");
  return at < 0 ? undefined : { message: `The path ${quote(text)} holds a % that is no escape.`, cure: "Write %25 for the sign itself." };
}

/** A route's path: a prefix in its normal form, or `~` and a regular expression that PCRE compiles. */
export const checkRoutePath = onText((text) => {
  // Kong minds the escapes only where nothing else needs one.
  const fault = PLAIN.test(text) ? escapeFault(text) : undefined;
  if (fault) return fault;
  if (text.startsWith("~")) return regexFault(text);
  const normal = normalPath(text);
  return normal === text ? oddPrefix(text) : { message: `The path ${quote(text)} is not in its normal form.`, cure: `Write ${quote(normal)}.` };
});

function regexFault(text: string): NamedFault | undefined {
  const { fault } = examineRegex(text.slice(1), "pcre");
  // Told with its ~, and counted with it, as it stands in the field.
  return fault && { message: `The regular expression ${quote(text)} does not compile: ${fault.message}.`, cure: `Look at position ${fault.offset + 2}.` };
}

function oddPrefix(text: string): NamedFault | undefined {
  if (!/[{}()[\]^$|*+?\\#"<> ]/.test(text)) return undefined;
  const looksLikeRegex = /[{}()[\]^$|*+\\]/.test(text);
  return {
    severity: "warning",
    message: `Kong compares ${quote(text)} with the path as it stands, ${looksLikeRegex ? "not as a pattern" : "so it may never match"}.`,
    cure: looksLikeRegex ? "For a regular expression, begin with ~/." : "Take out what a path cannot hold.",
  };
}
