import { isMap } from "../../config-document/finding";
import { examineRegex } from "../../regex-syntax/regex-syntax";
import type { NamedCheck, NamedFault } from "../named-check";
import { quote } from "./on-text";

const PREFIX_OF_HEADER_REGEX = "~*";
/** From here on a pattern may exceed the router's limit, by what its classes hold. */
const DOUBTFUL_SIZE = 5_000;

/**
 * The router's own expression, which Kong makes of a route's fields, must compile: its regular expressions with the
 * router's engine, which is not PCRE, and each header needs a value.
 */
export const checkRoute: NamedCheck = (value) => {
  if (!isMap(value)) return [];
  const { paths, headers } = value;
  return [...(Array.isArray(paths) ? paths.flatMap(pathFaults) : []), ...(isMap(headers) ? Object.entries(headers).flatMap(headerFaults) : [])];
};

function pathFaults(path: unknown, index: number): NamedFault[] {
  if (typeof path !== "string" || !path.startsWith("~")) return [];
  // Kong rewrites (?<name>…) so, for engines that know the older form only.
  return patternFaults(`^${path.slice(1).replaceAll("?<", "?P<")}`, path, ["paths", index]);
}

function headerFaults([name, values]: [string, unknown]): NamedFault[] {
  if (!Array.isArray(values)) return [];
  if (values.length === 0) {
    return [
      {
        message: `The header ${quote(name)} needs at least one value.`,
        cure: "Add the values that it may have, or remove the header.",
        path: ["headers", name],
      },
    ];
  }
  return values.flatMap((text: unknown, index) =>
    typeof text === "string" && text.startsWith(PREFIX_OF_HEADER_REGEX)
      ? patternFaults(text.slice(PREFIX_OF_HEADER_REGEX.length), text, ["headers", name, index])
      : [],
  );
}

function patternFaults(pattern: string, written: string, path: (string | number)[]): NamedFault[] {
  const { fault, size, hasPossessive } = examineRegex(pattern, "rust");
  if (fault) {
    return [
      {
        message: `The router cannot compile the regular expression ${quote(written)}: ${fault.message}.`,
        cure: "Write it without look-around, back-references, atomic groups and PCRE's own escapes.",
        path,
      },
    ];
  }
  if (size > DOUBTFUL_SIZE) {
    return [
      {
        severity: "warning",
        message: `The regular expression ${quote(written)} may be larger than the router allows.`,
        cure: "Lower the counts in its braces.",
        path,
      },
    ];
  }
  if (!hasPossessive) return [];
  return [
    {
      severity: "warning",
      message: `The router reads the + after a quantifier in ${quote(written)} as a further repetition, and not as possessive.`,
      cure: "Take the + out.",
      path,
    },
  ];
}
