/**
 * decK nests consumers and plugins in their consumer group, or groups in a consumer; a gateway's own export lists plugins of groups
 * apart. What a gateway takes is one form: members as `consumer_group_consumers`, plugins as any other, with their `consumer_group`.
 */
import { isMap } from "../config-document/finding";
import type { ImportNote } from "./import-files";

type Fields = Record<string, unknown>;

/** What is gathered for the top of the document. */
interface Spread {
  pairs: Fields[];
  plugins: Fields[];
}

const textIn = (value: unknown, names: readonly string[]): string | undefined =>
  isMap(value) ? names.map((name) => value[name]).find((text) => typeof text === "string") : typeof value === "string" ? value : undefined;

const groupName = (group: unknown): string | undefined => textIn(group, ["name", "id"]);
const consumerName = (consumer: unknown): string | undefined => textIn(consumer, ["username", "id"]);

const mapped = (list: unknown, change: (entity: Fields) => Fields): unknown =>
  Array.isArray(list) ? list.map((entity: unknown) => (isMap(entity) ? change(entity) : entity)) : list;

/** The list with every member made into something else; undefined where one cannot be, so that the whole stays for the check to refuse. */
function allOf(list: unknown, make: (member: unknown) => Fields | undefined): Fields[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const made = list.flatMap((member: unknown): Fields[] => {
    const entity = make(member);
    return entity ? [entity] : [];
  });
  return made.length === list.length ? made : undefined;
}

function spreadGroup(group: Fields, spread: Spread): Fields {
  const result = { ...group };
  const name = groupName(group);
  if (name === undefined) return result;
  const pairs = allOf(group["consumers"], (each) => {
    const consumer = consumerName(each);
    return consumer === undefined ? undefined : { consumer_group: name, consumer };
  });
  const plugins = allOf(group["plugins"], (each) => (isMap(each) ? { ...each, consumer_group: name } : undefined));
  if (pairs) delete result["consumers"];
  if (plugins) delete result["plugins"];
  spread.pairs.push(...(pairs ?? []));
  spread.plugins.push(...(plugins ?? []));
  return result;
}

function spreadConsumer(consumer: Fields, spread: Spread): Fields {
  const name = consumerName(consumer);
  const pairs = allOf(consumer["groups"], (each) => {
    const group = groupName(each);
    return group === undefined || name === undefined ? undefined : { consumer_group: group, consumer: name };
  });
  if (!pairs) return consumer;
  const { groups: _, ...result } = consumer;
  spread.pairs.push(...pairs);
  return result;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const pairText = (pair: unknown): string => (isMap(pair) ? `${groupName(pair["consumer_group"]) ?? ""} ${consumerName(pair["consumer"]) ?? ""}` : "");

/** The document with its consumer groups in the form that a gateway takes; the same object where it has none. The input is left untouched. */
export function spreadConsumerGroups(document: Fields): { document: Fields; notes: ImportNote[] } {
  const spread: Spread = { pairs: [], plugins: [] };
  const groups = mapped(document["consumer_groups"], (group) => spreadGroup(group, spread));
  const consumers = mapped(document["consumers"], (consumer) => spreadConsumer(consumer, spread));
  const older = allOf(document["consumer_group_plugins"], (each) => (isMap(each) ? each : undefined));
  spread.plugins.push(...(older ?? []));
  if (spread.pairs.length + spread.plugins.length === 0 && !older) return { document, notes: [] };
  const result: Fields = { ...document };
  if (older) delete result["consumer_group_plugins"];
  if (groups !== undefined) result["consumer_groups"] = groups;
  if (consumers !== undefined) result["consumers"] = consumers;
  const notes: ImportNote[] = [];
  if (spread.pairs.length > 0) {
    const known = listOf(document["consumer_group_consumers"]);
    // Both ends of one membership may tell of it.
    const seen = new Set(known.map(pairText));
    const more = spread.pairs.filter((pair) => !seen.has(pairText(pair)) && seen.add(pairText(pair)));
    result["consumer_group_consumers"] = [...known, ...more];
    notes.push({ message: "The members of consumer groups were written as consumer_group_consumers.", path: ["consumer_group_consumers"] });
  }
  if (spread.plugins.length > 0) {
    result["plugins"] = [...listOf(document["plugins"]), ...spread.plugins];
    notes.push({ message: "The plugins of consumer groups were written as plugins with their consumer_group.", path: ["plugins"] });
  }
  return { document: result, notes };
}
