import type { Condition, EntityCheck, EntitySchema, FieldSchema, NamedField, PluginSchema } from "@/server/domain/kong-schema/schema";
import { names } from "@/server/domain/kong-schema/value-words";
import type { FieldFinding, FormContextValue } from "./form-context";
import { fieldLabel } from "./field-label";
import { type FieldPath, type Fields, isWithin, pathKey, valueAt } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";

/** A rule across fields, and the record that its paths are relative to. */
interface PlacedCheck {
  at: FieldPath;
  check: EntityCheck;
}

/** The rules across fields of an entity and of its plugin. */
export const placedChecks = ({ entity_checks = [] }: EntitySchema, plugin?: PluginSchema): PlacedCheck[] => [
  ...[...entity_checks, ...(plugin?.entity_checks ?? [])].map((check) => ({ at: [], check })),
  ...(plugin?.config.entity_checks ?? []).map((check) => ({ at: ["config"], check })),
];

const fieldAt = (fields: readonly NamedField[], [first, ...rest]: FieldPath): FieldSchema | undefined => {
  const field = fields.find(({ name }) => name === first);
  return rest.length === 0 ? field : fieldAt(field?.fields ?? [], rest);
};

/** The values for which a condition holds, where it names them: `header` for the Lua pattern `^header$`. */
function namedValues({ eq, one_of, match }: Condition): readonly unknown[] {
  const [, word] = /^\^(\w+)\$$/.exec(match ?? "") ?? [];
  return word !== undefined ? [word] : (one_of ?? (eq && eq.value !== null ? [eq.value] : []));
}

/**
 * The fields that mean nothing as the others are, by their path's key, each with the reason in words: a rule asks for them where a
 * choice is another. A field that held something when the form was filled is never among them; of what is asked for within a record of its
 * own, that record.
 */
export function idleFields(fields: readonly NamedField[], checks: readonly PlacedCheck[], values: Fields, initial: Fields): ReadonlyMap<string, string> {
  const wanted = new Map<string, { path: FieldPath; reasons: Map<string, Set<unknown>>; isWanted: boolean }>();
  for (const { at, check } of checks) {
    if (!("conditional" in check) || !check.conditional.then_match.required) continue;
    const choice = [...at, ...check.conditional.if_field.split(".")];
    const asked = [...at, ...check.conditional.then_field.split(".")];
    const schema = fieldAt(fields, choice);
    const named = namedValues(check.conditional.if_match);
    if (!schema?.one_of || named.length === 0) continue;
    const path = asked.length > choice.length ? asked.slice(0, -1) : asked;
    const entry = wanted.get(pathKey(path)) ?? { path, reasons: new Map<string, Set<unknown>>(), isWanted: false };
    const label = fieldLabel(String(choice.at(-1)));
    entry.reasons.set(label, new Set([...(entry.reasons.get(label) ?? []), ...named]));
    const chosen = valueAt(values, choice) ?? schema.default;
    entry.isWanted ||= named.some((value) => isSame(value, chosen));
    wanted.set(pathKey(path), entry);
  }
  const idle = [...wanted].filter(([, { path, isWanted }]) => !isWanted && valueAt(initial, path) === undefined);
  return new Map(
    idle.map(([key, { reasons }]) => [key, `only where ${[...reasons].map(([label, set]) => `${label} is ${[...set].join(" or ")}`).join(", or ")}`]),
  );
}

const LISTS = ["at_least_one_of", "only_one_of", "mutually_required", "mutually_exclusive", "distinct"] as const;

/** The fields that errors across fields are about, by their path's key, each with its error and the first of its fields: all are marked, and the first tells. */
export function concernedFields(checks: readonly PlacedCheck[], findings: readonly FieldFinding[]): FormContextValue["concerned"] {
  const across = checks.flatMap(({ at, check }) =>
    LISTS.flatMap((rule) => (rule in check ? [{ at, list: Object.values(check)[0] as readonly string[] }] : [])),
  ); // safe because a rule of these names holds a list of paths
  const concerned = across.flatMap(({ at, list }) => {
    const finding = findings.find(
      ({ severity, field, text }) =>
        severity === "error" && field.length === at.length && isWithin(field, at) && (text.includes(names(list, "or")) || text.includes(names(list, "and"))),
    );
    const fields = list.map((path) => [...at, ...path.split(".")]);
    const [lead] = fields;
    return finding && lead ? fields.map((path) => [pathKey(path), { lead, finding }] as const) : [];
  });
  return new Map(concerned);
}
