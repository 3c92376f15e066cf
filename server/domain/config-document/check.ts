/**
 * The rules of a declarative document of format 3.0: top-level keys, lists, identity, uniqueness, references, and the rules of
 * every field. An error is given only for what Kong Gateway refuses too; what Kong takes but ignores is a warning.
 */
import type { CheckSurroundings } from "../kong-schema/check-entity";
import { checkEdition } from "./check-edition";
import { checkFields } from "./check-fields";
import { checkOddities } from "./check-oddities";
import { checkReferences, collectTargets, isTarget } from "./check-references";
import { checkUniqueness, type EntityIds, identify } from "./check-uniqueness";
import type { IdMaker } from "./entity-ids";
import { ENTITY_KINDS, META_KEYS } from "./entity-kinds";
import { describeEntity, locateEntities, type LocatedEntity } from "./entity-walk";
import { isEmptyList, isMap, type Finding } from "./finding";

const DECK_KEYS: ReadonlyMap<string, string> = new Map([
  ["_info", "Move its defaults into the entities, then take the key out; Kong itself does not know it."],
  ["_workspace", "Take it out: open-source Kong has one workspace."],
  ["_konnect", "Take it out: it steers decK towards Konnect, not a gateway."],
  ["_plugin_configs", "Copy each shared configuration into the plugins that use it, then take the key out."],
]);

/**
 * Every fault of the document. With the id maker that Kong's ids come from, references by generated id are judged exactly; without it
 * they are given the benefit of the doubt. Without `surroundings` the structure alone is checked, and no field.
 */
export function checkConfigDocument(document: Record<string, unknown>, makeId?: IdMaker, surroundings?: CheckSurroundings): Finding[] {
  const located = locateEntities(document);
  const ids = identify(located, makeId);
  const targets = collectTargets(located, ids, makeId !== undefined);
  const isTaken = (kind: string): boolean => !surroundings || surroundings.schemas.entity(kind) !== undefined;
  const edition = checkEdition(document, located, isTaken);
  const editionAt = new Set(edition.map(({ path }) => path.join("/")));
  const references = checkReferences(located, targets, isTaken);
  const facts = { knows: (kind: string, name: string) => isTarget(targets, kind, name), told: references };
  const found = [
    ...checkFormatVersion(document),
    ...checkTopLevelKeys(document),
    ...checkRemarks(document, []),
    ...located.flatMap(checkNesting),
    ...checkUniqueness(located, ids),
    ...edition,
    ...references,
    ...(surroundings ? checkFields(located, surroundings, facts).filter(({ path }) => !editionAt.has(path.join("/"))) : []),
    ...(surroundings ? checkOddities(located) : []),
  ];
  return withPairIds(found, located, ids);
}

/** A pair has no id in the document; whoever shows a finding of one needs that by which it is kept. */
function withPairIds(found: Finding[], located: readonly LocatedEntity[], ids: EntityIds): Finding[] {
  const idAt = new Map(located.flatMap((each) => (each.rules.isPair ? [[each.path.join("/"), ids.get(each)]] : [])));
  if (idAt.size === 0) return found;
  return found.map((finding) => {
    const { entity, path } = finding;
    const end = path.lastIndexOf(entity?.kind ?? "") + 2;
    const id = entity && idAt.get(path.slice(0, end).join("/"));
    return entity && id !== undefined ? { ...finding, entity: { ...entity, id } } : finding;
  });
}

function checkFormatVersion(document: Record<string, unknown>): Finding[] {
  const version = Object.hasOwn(document, "_format_version") ? document["_format_version"] : undefined;
  const cure = 'Write _format_version: "3.0", with the quotes.';
  const refuse = (message: string, how: string): Finding[] => [{ severity: "error", message, cure: how, path: ["_format_version"] }];
  if (version === undefined || version === null) return [{ severity: "error", message: "_format_version is missing.", cure, path: [] }];
  if (typeof version !== "string") return refuse("_format_version must be a string.", cure);
  return version === "3.0" ? [] : refuse(`"${version.slice(0, 40)}" is not a format version that Kong knows.`, cure);
}

/** Enough for whoever mends a document; a hostile one has a million. */
const MOST_KEYS = 1000;

function checkTopLevelKeys(document: Record<string, unknown>): Finding[] {
  // No real document has so many keys, and with one unknown key it is refused already.
  const keys = Object.keys(document).slice(0, MOST_KEYS);
  return keys.flatMap((key): Finding[] => {
    const value = document[key];
    if (ENTITY_KINDS.has(key)) return checkList(value, [key], key);
    if (key === "_transform" && value !== null && typeof value !== "boolean") {
      return [{ severity: "error", message: "_transform must be true or false.", cure: "Write it without quotes, or leave it out.", path: [key] }];
    }
    return META_KEYS.has(key) ? [] : [unknownKey(key)];
  });
}

function unknownKey(key: string): Finding {
  const base = { severity: "error" as const, path: [key] };
  const deckCure = DECK_KEYS.get(key);
  if (deckCure !== undefined) return { ...base, message: `"${key}" belongs to decK files; a gateway refuses it.`, cure: deckCure };
  if (key === "consumer_group_plugins") {
    return { ...base, message: `"${key}" is an old form of plugins.`, cure: 'Write them as "plugins", each with its "consumer_group"; an import does it.' };
  }
  return { ...base, message: `"${key.slice(0, 80)}" is not a key that Kong knows.`, cure: "Check the spelling, or take it out." };
}

function checkRemarks(holder: Record<string, unknown>, path: (string | number)[]): Finding[] {
  const findings: Finding[] = [];
  const comment = Object.hasOwn(holder, "_comment") ? holder["_comment"] : undefined;
  if (comment !== undefined && comment !== null && (typeof comment !== "string" || comment === "")) {
    findings.push({
      severity: "error",
      message: "_comment must be a text that is not empty.",
      cure: "Write a text, or take it out.",
      path: [...path, "_comment"],
    });
  }
  const ignored = Object.hasOwn(holder, "_ignore") ? holder["_ignore"] : undefined;
  if (!isEmptyList(ignored) && !Array.isArray(ignored)) {
    findings.push({ severity: "error", message: "_ignore must be a list.", cure: "Write a list, or take it out.", path: [...path, "_ignore"] });
  }
  return findings;
}

function checkList(value: unknown, path: (string | number)[], kind: string): Finding[] {
  if (isEmptyList(value)) return [];
  if (!Array.isArray(value)) {
    return [{ severity: "error", message: `"${kind}" must be a list.`, cure: "Begin each entry with a dash (YAML) or put them in [ ] (JSON).", path }];
  }
  return value.flatMap((entry: unknown, index): Finding[] =>
    isMap(entry)
      ? checkRemarks(entry, [...path, index])
      : [
          {
            severity: "error",
            message: `Each entry of "${kind}" must be a map of fields.`,
            cure: "Write the entry's fields, such as name: …",
            path: [...path, index],
          },
        ],
  );
}

function checkNesting(located: LocatedEntity): Finding[] {
  const { rules, entity, path, kind } = located;
  return Object.entries(entity).flatMap(([key, value]): Finding[] => {
    if (Object.hasOwn(rules.nests, key)) return checkList(value, [...path, key], key).map((each) => ({ ...each, entity: describeEntity(located) }));
    if (!ENTITY_KINDS.has(key) || rules.plainFields.includes(key)) return [];
    const message = `"${key}" cannot be nested in an entry of "${kind}".`;
    return [{ severity: "error", message, cure: `Move them to a top-level "${key}" list.`, path: [...path, key], entity: describeEntity(located) }];
  });
}
