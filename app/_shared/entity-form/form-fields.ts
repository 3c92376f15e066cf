import type { Condition, EntityCheck, EntitySchema, FieldSchema, NamedField, PluginSchema } from "@/server/domain/kong-schema/schema";
import { type Fields, valueAt } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";

const SCOPES = ["service", "route", "consumer", "consumer_group"] as const;

/** A list of ids that the schema calls mere texts, as the references that they are. */
const withReferences = (field: NamedField): NamedField =>
  field.name === "ca_certificates" && field.elements?.uuid ? { ...field, elements: { type: "foreign", reference: "ca_certificates", required: true } } : field;

/** The fields of a plugin's form: its scope, its configuration, then the rest. Without a schema the configuration is any YAML. */
function pluginFields(fields: readonly NamedField[], plugin: PluginSchema | undefined): NamedField[] {
  const find = (name: string) => fields.filter((field) => field.name === name);
  const scopes = SCOPES.filter((scope) => plugin?.scopes[scope] ?? true).flatMap(find);
  const config: NamedField = plugin
    ? { ...plugin.config, name: "config", required: true, help: undefined }
    : { name: "config", type: "any", help: "YAML. Nobody here knows this plugin's rules: Kong alone checks it." };
  const protocols = find("protocols").map((field) => ({
    ...field,
    isAdvanced: true,
    ...(plugin && { default: plugin.protocols.default, elements: { ...(field.elements ?? { type: "string" as const }), one_of: plugin.protocols.allowed } }),
  }));
  const known = new Set<string>([...SCOPES, "name", "config", "protocols"]);
  const rest = fields.filter(({ name }) => !known.has(name)).map((field) => ({ ...field, isAdvanced: !["enabled", "tags"].includes(field.name) }));
  return [...scopes, config, ...rest, ...protocols];
}

/** The fields of an entity's form, in its order. */
export const formFieldsOf = ({ name, fields }: EntitySchema, plugin?: PluginSchema): NamedField[] =>
  name === "plugins" ? pluginFields(fields, plugin) : fields.map(withReferences);

function holds({ eq, ne, one_of, not_one_of, required }: Condition, value: unknown): boolean {
  const given = value ?? null;
  const isAmong = (list: readonly unknown[]) => list.some((each) => isSame(each, given));
  if (eq && !isSame(eq.value ?? null, given)) return false;
  if (ne && isSame(ne.value ?? null, given)) return false;
  if (one_of && !isAmong(one_of)) return false;
  if (not_one_of && isAmong(not_one_of)) return false;
  return !required || given !== null;
}

const defaultAt = (fields: readonly NamedField[], [first, ...rest]: readonly string[]): unknown => {
  const field: FieldSchema | undefined = fields.find(({ name }) => name === first);
  return rest.length === 0 ? field?.default : defaultAt(field?.fields ?? [], rest);
};

/** The names of fields that must be empty as the others are, so that a form need not offer them. */
export function ruledOut(fields: readonly NamedField[], checks: readonly EntityCheck[] | undefined, values: Fields): Set<string> {
  const names = (checks ?? []).flatMap((check) => {
    if (!("conditional" in check)) return [];
    const { if_field, if_match, then_field, then_match } = check.conditional;
    if (!then_match.eq || then_match.eq.value !== null || then_field.includes(".")) return [];
    const path = if_field.split(".");
    return holds(if_match, valueAt(values, path) ?? defaultAt(fields, path)) ? [then_field] : [];
  });
  return new Set(names.filter((name) => values[name] === undefined));
}
