import { isMap } from "@/server/domain/config-document/finding";
import type { NamedField } from "@/server/domain/kong-schema/schema";
import { type Fields, withMember } from "./form-value";
import { widgetOf } from "./widget-of";

/**
 * The fields without the blanks around single lines of text that were typed: names, hosts, paths. Left as they are: secrets, several lines,
 * and what the form was filled with. What is blank alone is taken away.
 */
export function trimFields(schemas: readonly NamedField[], fields: Fields, filled: Fields): Fields {
  let trimmed = fields;
  for (const schema of schemas) {
    const { name } = schema;
    const [value, before] = [Object.hasOwn(fields, name) ? fields[name] : undefined, Object.hasOwn(filled, name) ? filled[name] : undefined];
    if (schema.type === "record" && isMap(value)) {
      const inner = trimFields(schema.fields ?? [], value, isMap(before) ? before : {});
      if (inner !== value) trimmed = withMember(trimmed, name, inner);
    } else if (typeof value === "string" && value !== before && value !== value.trim() && !schema.auto && widgetOf(name, schema) === "text") {
      trimmed = withMember(trimmed, name, value.trim() || undefined);
    }
  }
  return trimmed;
}
