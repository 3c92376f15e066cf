import type { NamedFault } from "../named-check";
import { syntaxFault } from "./lua-checks";
import { onText } from "./on-text";

// Entries are never quoted: their values are credentials as often as not.
const NO_HEADER: NamedFault = {
  message: "The entry must hold header names before the colon, and after it where it renames.",
  cure: "Use letters, digits, - and _ only, like X-Old:X-New.",
};

const isHeaderName = (text: string): boolean => /^[A-Za-z0-9\-_]+\n?$/.test(text);

/** The name and the value of `name:value`; colons after the first count to neither. */
function splitEntry(text: string): { name: string; value: string } | undefined {
  const [, name, value] = /^([^:]+):*([^]*)$/.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** `name:value`, whose value may be a template. */
export const checkEntryWithValue = onText((text) => {
  const entry = splitEntry(text);
  if (!entry || entry.value === "") return { message: "The entry lacks a value.", cure: "Write name:value." };
  return templateFault(entry.value);
});

/** `name:value`, whose name is the name of a header. */
export const checkHeaderEntry = onText((text) => {
  const entry = splitEntry(text);
  if (!entry || !isHeaderName(entry.name)) return NO_HEADER;
  return entry.value === "" ? { severity: "warning", message: "The entry gives the header an empty value.", cure: "Write name:value." } : undefined;
});

/** `old:new`, both names of headers. */
export const checkHeaderRename = onText((text) => {
  const entry = splitEntry(text);
  return entry && isHeaderName(entry.name) && isHeaderName(entry.value) ? undefined : NO_HEADER;
});

/** A template's `$(…)` hold Lua expressions; a parenthesis that stays open makes it plain text. Whether Kong minds one that does not compile depends on the field, so that it is warned of. */
function templateFault(template: string): NamedFault | undefined {
  for (const inner of expressionsOf(template)) {
    const fault = syntaxFault(`return ((${inner}) or '')`);
    if (fault)
      return {
        severity: "warning",
        message: "A $(…) of the template is no Lua expression.",
        cure: "Write, for example, $(headers.x_request_id).",
      };
  }
  return undefined;
}

/** More than anyone writes into one template; further ones pass unread. */
const MOST_EXPRESSIONS = 100;

function expressionsOf(template: string): string[] {
  const found: string[] = [];
  let at = template.indexOf("$(");
  while (at >= 0 && found.length < MOST_EXPRESSIONS) {
    const end = balancedEnd(template, at + 1);
    // What is not closed here is not closed further on either.
    if (end === undefined) return found;
    found.push(template.slice(at + 2, end));
    at = template.indexOf("$(", end + 1);
  }
  return found;
}

function balancedEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    if (text[index] === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}
