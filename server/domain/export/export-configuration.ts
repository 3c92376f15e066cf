import { writeYaml } from "../config-document/write-yaml";
import type { Configuration } from "../configuration/configuration";
import { writeDocument } from "../configuration/write-document";
import { deckDocument } from "./deck-document";

/** The forms in which a configuration leaves: decK's YAML, and Kong's declarative JSON. */
export const EXPORT_FORMATS = ["deck", "declarative"] as const;
/** One of them. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * The configuration as the text of a file; importing it changes nothing. It holds secrets in clear, unless the configuration is masked.
 * Ids are written, and references by name where that means one entity only.
 */
export function exportConfiguration(configuration: Configuration, format: ExportFormat): string {
  if (format === "deck") {
    const { document, foreignKinds } = deckDocument(configuration);
    const warning = foreignKinds.length > 0 ? `# decK does not know these; take them out before you use this file with it: ${foreignKinds.join(", ")}\n` : "";
    return `${warning}${writeYaml(document)}`;
  }
  return `${JSON.stringify(writeDocument(configuration, { references: "name" }), null, 2)}\n`;
}
