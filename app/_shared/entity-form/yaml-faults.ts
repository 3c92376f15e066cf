import { isNode, LineCounter, parseDocument } from "yaml";
import type { Fault } from "@/app/_shared/code-editor";
import { isMap } from "@/server/domain/config-document/finding";
import type { DraftFinding } from "@/server/domain/draft";
import type { Fields } from "./form-value";

const MOST_SHOWN = 100;

/** What is wrong with a text that shall be a map in YAML, at its lines; with what the check of its fields finds. */
export function yamlFaults(text: string, check: (fields: Fields) => DraftFinding[] = () => []): Fault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.slice(0, MOST_SHOWN).map(({ message, pos }) => ({ severity: "error", message, line: lines.linePos(pos[0]).line }));
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return [{ severity: "error", message: "Aliases are repeated too often. Write the values out." }];
  }
  if (value === null || value === undefined) return [];
  if (!isMap(value)) return [{ severity: "error", message: "This must be a map of fields: a name, a colon and a value on each line." }];
  const lineAt = (path: readonly (string | number)[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  const { id: _id, ...fields } = value;
  return check(fields)
    .slice(0, MOST_SHOWN)
    .map(({ severity, message, cure, field }) => ({ severity, message: `${(field ?? []).join(".")} ${message} ${cure}`.trim(), line: field && lineAt(field) }));
}
