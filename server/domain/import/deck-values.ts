import { isMap, type Finding } from "../config-document/finding";

/** decK puts values of its environment in before it reads the YAML, so that what stands there need be no YAML. */
const TEMPLATE = /\$\{\{[^}\n]*\}\}/g;
/** Holds nothing that means something to YAML or JSON. */
const PLACEHOLDER = /deck-value‹([^›]*)›/;

/** The text with every value that decK would take from its environment made into a placeholder that can be parsed. */
export function hideDeckValues(text: string): string {
  if (!text.includes("${{")) return text;
  return text.replace(TEMPLATE, (template) => `deck-value‹${/env[\s\\"'`]*([A-Za-z0-9_]+)/.exec(template)?.[1] ?? ""}›`);
}

/** A finding for each value of the document that decK would take from its environment. */
export function findDeckValues(document: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const open: { value: unknown; path: (string | number)[] }[] = [{ value: document, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") {
      const found = PLACEHOLDER.exec(value);
      if (found) findings.push(unknownValue(found[1] ?? "", path));
    } else if (Array.isArray(value)) value.forEach((member: unknown, at) => open.push({ value: member, path: [...path, at] }));
    else if (isMap(value)) for (const key of Object.keys(value)) open.push({ value: value[key], path: [...path, key] });
  }
  return findings.reverse();
}

function unknownValue(variable: string, path: (string | number)[]): Finding {
  const name = variable === "" ? "an environment" : `the environment variable ${variable}`;
  const message = `decK takes this value from ${name}, which is not known here.`;
  const cure = "Write the value itself, or let decK fill it in: deck file render --populate-env-vars. For a secret, {vault://env/…} lets the node read it.";
  return { severity: "error", message, cure, path };
}
