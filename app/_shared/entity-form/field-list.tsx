"use client";
import type { NamedField } from "@/server/domain/kong-schema/schema";
import { labelOf } from "./field-label";
import { NestedField, useFormContext } from "./form-context";
import { Folded } from "./folded";
import { type FieldPath, type Fields, valueAt, withMember } from "./form-value";
import { isHidden, isWide, widgetOf } from "./widget-of";

interface Props {
  fields: readonly NamedField[];
  /** Where more fields are known than are shown; what is none of these is shown as it is. */
  known?: readonly NamedField[];
  path: FieldPath;
  values: Fields;
  onChange: (values: Fields) => void;
}

function Grid({ fields, path, values, onChange }: Props) {
  return (
    <div className="@container">
      <div className="grid gap-x-6 gap-y-4 @xl:grid-cols-2">
        {fields.map((field) => (
          <div key={field.name} className={`min-w-0 ${isWide(widgetOf(field.name, field)) ? "@xl:col-span-2" : ""}`}>
            <NestedField
              name={field.name}
              label={labelOf(field)}
              schema={field}
              value={values[field.name]}
              path={[...path, field.name]}
              onChange={(value) => onChange(withMember(values, field.name, value))}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The rarely used fields, folded; open where one of them was set, or has something wrong. */
function Advanced(props: Props) {
  const { fields, path } = props;
  const { initial } = useFormContext();
  const isSet = fields.some(({ name }) => valueAt(initial, [...path, name]) !== undefined);
  return (
    <Folded paths={fields.map(({ name }) => [...path, name])} isSet={isSet} title={`${fields.length} advanced ${fields.length === 1 ? "field" : "fields"}`}>
      <Grid {...props} />
    </Folded>
  );
}

/** The fields of a record, the rarely used ones folded. */
export function FieldList(props: Props) {
  const shown = props.fields.filter((field) => !isHidden(field));
  const plain = shown.filter(({ isAdvanced }) => !isAdvanced);
  const advanced = shown.filter(({ isAdvanced }) => isAdvanced);
  const known = new Set([...props.fields, ...(props.known ?? [])].map(({ name }) => name));
  const others = Object.keys(props.values)
    .filter((name) => !known.has(name))
    .map((name): NamedField => ({ name, type: "any", help: "No field of this name is known here. Empty it to take it away." }));
  return (
    <div className="flex flex-col gap-4">
      {plain.length > 0 && <Grid {...props} fields={plain} />}
      {others.length > 0 && <Grid {...props} fields={others} />}
      {advanced.length > 0 && <Advanced {...props} fields={advanced} />}
    </div>
  );
}
