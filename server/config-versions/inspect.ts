import { canonicalizeConfig, type CanonicalConfig } from "../domain/config-document/canonical";
import { checkConfigDocument } from "../domain/config-document/check";
import { type Finding, parseConfigDocument } from "../domain/config-document/parse";
import { makeKongId } from "./kong-ids";

/** Parses, checks and canonicalizes a document. `canonical` is absent where an error was found. */
export function inspectConfig(source: string): { findings: Finding[]; canonical?: CanonicalConfig } {
  const parsed = parseConfigDocument(source);
  if (!parsed.ok) return { findings: parsed.findings };
  const findings = checkConfigDocument(parsed.document, makeKongId).map((finding) => ({ ...parsed.lineOf(finding.path), ...finding }));
  if (findings.some((finding) => finding.severity === "error")) return { findings };
  return { findings, canonical: canonicalizeConfig(parsed.document, makeKongId) };
}
