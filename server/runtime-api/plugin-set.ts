import { createHash } from "node:crypto";
import { readNodeReport } from "../domain/node-report";

/** The plugins that a node report names, in order, and what tells them from others; null: it names none. */
export function pluginSetOf(report: string): { hash: string; names: string[] } | null {
  const names = [...new Set(readNodeReport(report).plugins)].sort();
  return names.length === 0 ? null : { hash: createHash("sha256").update(names.join("\n")).digest("hex"), names };
}
