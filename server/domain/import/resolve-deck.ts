import { ENTITY_KINDS, type EntityKind } from "../config-document/entity-kinds";
import { isMap, type Finding } from "../config-document/finding";
import { fillDefaults } from "./deck-defaults";
import { ENTERPRISE_KEYS } from "./detect-format";
import type { ImportNote } from "./import-files";

/** What is gathered while a file of decK is turned into a document for a gateway. */
interface Resolving {
  notes: ImportNote[];
  findings: Finding[];
  selectTags: readonly string[];
  defaults: Record<string, unknown>;
  pluginConfigs: Record<string, unknown>;
  isHashed: boolean;
}

type Path = (string | number)[];
type Fields = Record<string, unknown>;

const mapOf = (value: unknown): Fields => (isMap(value) ? value : {});
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

/** Dropped from the top of the document, each with what to tell. */
const TOP_NOTES: ReadonlyMap<string, string> = new Map([
  ["_workspace", "The workspace was left out: a runtime group has one configuration."],
  ["_konnect", "_konnect was left out: it steers decK towards Konnect."],
]);

/**
 * The document as a gateway takes it: defaults, tags and shared plugin configurations of `_info` and `_plugin_configs` stand in the
 * entities, references are texts, and what only decK, Konnect or Enterprise knows is left out, each with a note.
 */
export function resolveDeck(document: Fields): { document: Fields; notes: ImportNote[]; findings: Finding[] } {
  const info = mapOf(document["_info"]);
  const resolving: Resolving = {
    notes: [],
    findings: [],
    selectTags: textsOf(info["select_tags"]),
    defaults: mapOf(info["defaults"]),
    pluginConfigs: mapOf(document["_plugin_configs"]),
    isHashed: document["_transform"] === false,
  };
  const { notes, selectTags, defaults } = resolving;
  const result: Fields = {};
  for (const [key, value] of Object.entries(document)) {
    const rules = ENTITY_KINDS.get(key);
    const note = TOP_NOTES.get(key);
    if (rules && Array.isArray(value)) result[key] = resolveList(key, rules, value, [key], resolving);
    else if (note !== undefined) notes.push({ message: note, path: [key] });
    else if (ENTERPRISE_KEYS.has(key)) notes.push({ message: `"${key}" was left out: it exists in Kong Enterprise and Konnect only.`, path: [key] });
    else if (key !== "_info" && key !== "_plugin_configs") result[key] = value;
  }
  if (selectTags.length > 0)
    notes.push({ message: `Every entity got the tags of _info.select_tags: ${selectTags.join(", ")}.`, path: ["_info", "select_tags"] });
  if (Object.keys(defaults).length > 0) {
    notes.push({ message: `The defaults of _info were written into the entities: ${Object.keys(defaults).join(", ")}.`, path: ["_info", "defaults"] });
  }
  if (info["default_lookup_tags"] !== undefined) {
    notes.push({ message: "_info.default_lookup_tags was left out: what an entity refers to must be in the import.", path: ["_info", "default_lookup_tags"] });
  }
  return { document: result, notes, findings: resolving.findings };
}

function resolveList(kind: string, rules: EntityKind, list: readonly unknown[], path: Path, resolving: Resolving): unknown[] {
  const kept: unknown[] = [];
  list.forEach((entity, at) => {
    if (!isMap(entity)) kept.push(entity);
    else kept.push(resolveEntity(kind, rules, entity, [...path, at], resolving));
  });
  return kept;
}

function resolveEntity(kind: string, rules: EntityKind, entity: Fields, path: Path, resolving: Resolving): Fields {
  const result: Fields = {};
  for (const [key, value] of Object.entries(entity)) {
    const nested = Object.hasOwn(rules.nests, key) ? ENTITY_KINDS.get(key) : undefined;
    if (nested && Array.isArray(value)) result[key] = resolveList(key, nested, value, [...path, key], resolving);
    else if (Object.hasOwn(rules.foreign, key) && isMap(value)) result[key] = referenceOf(value);
    else if (!isDropped(kind, key, value, path, resolving)) result[key] = value;
  }
  if (kind === "plugins") addSharedConfig(result, path, resolving);
  fillDefaults(kind, result, resolving.defaults);
  if (resolving.selectTags.length > 0 && rules.sets.includes("tags")) result["tags"] = [...new Set([...textsOf(result["tags"]), ...resolving.selectTags])];
  return result;
}

/** decK tells what is meant by an id or a name within a map. */
function referenceOf(value: Fields): unknown {
  return [value["id"], value["name"], value["username"], value["custom_id"]].find((text) => typeof text === "string") ?? value;
}

/** True for a field that only decK or Enterprise knows, which is told. */
function isDropped(kind: string, key: string, value: unknown, path: Path, { notes, findings, isHashed }: Resolving): boolean {
  const at = [...path, key];
  if (kind === "consumers" && ENTERPRISE_KEYS.has(key)) {
    notes.push({ message: `"${key}" of a consumer was left out: it exists in Kong Enterprise only.`, path: at });
    return true;
  }
  if (kind !== "basicauth_credentials" || key !== "skip_hash") return false;
  if (value === true && !isHashed) {
    const message = "skip_hash says that this password is hashed already; a gateway would hash it again.";
    findings.push({ severity: "error", message, cure: "Give the password itself; or set _transform: false, if all passwords here are hashed.", path: at });
  }
  return true;
}

/** What the plugin says itself wins over the shared configuration, key by key. */
function addSharedConfig(plugin: Fields, path: Path, { pluginConfigs, findings, notes }: Resolving): void {
  const name = plugin["_config"];
  if (name === undefined) return;
  delete plugin["_config"];
  const shared = typeof name === "string" && Object.hasOwn(pluginConfigs, name) ? pluginConfigs[name] : undefined;
  if (!isMap(shared)) {
    const message = `_config names "${String(name).slice(0, 80)}", which is not in _plugin_configs.`;
    findings.push({ severity: "error", message, cure: "Correct the name, or import the file that holds it as well.", path: [...path, "_config"] });
    return;
  }
  plugin["config"] = { ...shared, ...mapOf(plugin["config"]) };
  notes.push({ message: `The shared configuration "${String(name)}" was written into the plugin.`, path: [...path, "config"] });
}
