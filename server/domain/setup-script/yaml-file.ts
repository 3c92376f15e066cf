import { stringify } from "yaml";

/**
 * A YAML file without anchors in which every string is quoted: readers of YAML 1.1, Helm among them, would take a bare
 * `off` for false and a bare `3.9` for a number.
 */
export const yamlFile = (content: object): string =>
  stringify(content, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", aliasDuplicateObjects: false });
