import { z } from "zod";
import { DomainError } from "./errors";

const KEY = /^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const MOST_LABELS = 50;

/** What is wrong with a label, naming it; undefined: nothing. */
function faultOf(key: string, value: string): string | undefined {
  if (!KEY.test(key)) return `"${key.slice(0, 80)}" is no label key: it has 1 to 63 letters, digits, or . _ / - between them.`;
  if (!VALUE.test(value)) return `"${value.slice(0, 80)}" is no label value: it has up to 63 letters, digits, or . _ - between them.`;
  return undefined;
}

/** Labels: at most 50, keys and values of at most 63 characters. */
export const LabelsInput = z.record(z.string(), z.string()).superRefine((labels, context) => {
  if (Object.keys(labels).length > MOST_LABELS) context.addIssue({ code: "custom", message: `At most ${MOST_LABELS} labels.` });
  for (const [key, value] of Object.entries(labels)) {
    const message = faultOf(key, value);
    if (message) context.addIssue({ code: "custom", message, path: [key] });
  }
});

/** Reads `key=value, key=value`. Throws `invalid` on `labels` for what is no pair, and for a key that stands twice; the rest `LabelsInput` judges. */
export function readLabels(text: string): Record<string, string> {
  const labels = new Map<string, string>();
  for (const pair of text.split(",").map((each) => each.trim())) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    if (at < 0) throw new DomainError("invalid", `"${pair.slice(0, 80)}" is no label: write key=value, separated by commas.`, "labels");
    const key = pair.slice(0, at).trim();
    if (labels.has(key)) throw new DomainError("invalid", `The label "${key.slice(0, 80)}" stands twice; keep one.`, "labels");
    labels.set(key, pair.slice(at + 1).trim());
  }
  return Object.fromEntries(labels);
}

/** Labels as they are written: `key=value, key=value`. */
export const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map((pair) => pair.join("="))
    .join(", ");
