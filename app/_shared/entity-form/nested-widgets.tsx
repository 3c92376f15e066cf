"use client";
import { useState } from "react";
import { isMap } from "@/server/domain/config-document/finding";
import { NestedField, useField, useFormContext } from "./form-context";
import { FieldGroup, INPUT, SmallButton } from "./field-frame";
import { countText } from "@/app/_shared/count-text";
import { Folded } from "./folded";
import { FieldList } from "./field-list";
import { type Fields, textOf, valueAt } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import { emptyOf } from "./widget-of";
import type { WidgetProps } from "./widget-props";

/** Fields within a field. One that may be absent is there only once it is asked for, because Kong fills in the defaults of what is there. */
export function RecordWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly } = useField(path, false);
  const isAlways = schema.required === true || (schema.default !== undefined && schema.default !== null);
  const isThere = isAlways || isMap(value);
  const fields: Fields = isMap(value) ? value : {};
  const { initial } = useFormContext();
  // What is always there and has defaults for all is rarely touched; a plugin's configuration is what its form is for.
  const needsInput = schema.fields?.some(({ required, default: preset, type }) => required && preset === undefined && type !== "record");
  const isFolded = isAlways && !needsInput && path.length === (path[0] === "config" ? 2 : 1) && path.join() !== "config";
  const list = (
    <FieldList
      fields={schema.fields ?? []}
      path={path}
      values={fields}
      onChange={(next) => onChange(isAlways && Object.keys(next).length === 0 ? undefined : next)}
    />
  );
  const toggle = !isAlways && !isReadOnly && (
    <SmallButton onClick={() => onChange(isThere ? undefined : {})} label={`${isThere ? "Leave out" : "Set"} ${label}`}>
      {isThere ? "Leave out" : `Set ${label}`}
    </SmallButton>
  );
  return (
    <FieldGroup path={path} label={label} findings={own} help={schema.help} action={toggle} isBoxed>
      {isThere ? (
        isFolded ? (
          <Folded paths={[path]} isSet={valueAt(initial, path) !== undefined} title={countText(schema.fields?.length ?? 0, "field")}>
            {list}
          </Folded>
        ) : (
          list
        )
      ) : (
        <p className="text-[13px] text-muted">not set</p>
      )}
    </FieldGroup>
  );
}

/** Several of what is no short value: each with its own fields, in their order. */
export function ListWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly } = useField(path, false);
  const preset: unknown[] = Array.isArray(schema.default) ? schema.default : [];
  const items: unknown[] = Array.isArray(value) ? value : preset;
  const { elements } = schema;
  if (!elements) return null;
  const set = (next: unknown[]) => onChange(isSame(next, preset) ? undefined : next);
  const move = (from: number, to: number) => {
    const next = [...items];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
  };
  const add = !isReadOnly && (
    <SmallButton onClick={() => set([...items, emptyOf(elements)])} label={`Add to ${label}`}>
      + Add
    </SmallButton>
  );
  return (
    <FieldGroup path={path} label={label} isRequired={schema.required && preset.length === 0} findings={own} help={schema.help} action={add} isBoxed>
      <ol className="flex flex-col gap-3">
        {items.map((item, index) => (
          <li key={index} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <NestedField
                name={schema.type}
                label={`${label} ${index + 1}`}
                schema={elements.type === "record" ? { ...elements, required: true } : elements}
                value={item}
                path={[...path, index]}
                onChange={(next) => set(items.map((each, at) => (at === index ? (next ?? emptyOf(elements)) : each)))}
              />
            </div>
            {!isReadOnly && (
              <span className="flex flex-col">
                <SmallButton onClick={() => set(items.filter((_, at) => at !== index))} label={`Remove ${label} ${index + 1}`}>
                  ×
                </SmallButton>
                {index > 0 && schema.type === "array" && (
                  <SmallButton onClick={() => move(index, index - 1)} label={`Move ${label} ${index + 1} up`}>
                    ↑
                  </SmallButton>
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
      {items.length === 0 && <p className="text-[13px] text-muted">none</p>}
    </FieldGroup>
  );
}

interface Row {
  key: string;
  value: unknown;
}

const rowsOf = (value: unknown): Row[] => Object.entries(isMap(value) ? value : {}).map(([key, each]) => ({ key, value: each }));
const mapOf = (rows: Row[]): Fields | undefined => {
  const named = rows.filter(({ key }) => key !== "");
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ key, value }) => [key, value]));
};

/** Names and values, a row each; a row counts once it has a name. */
export function MapWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly } = useField(path, false);
  const given = value ?? schema.default ?? undefined;
  const [typed, setTyped] = useState(() => rowsOf(given));
  // Somebody else than this field changed the value.
  const rows = isSame(mapOf(typed), isMap(given) && Object.keys(given).length === 0 ? undefined : given) ? typed : rowsOf(given);
  const { values } = schema;
  if (!values) return null;
  const set = (next: Row[]) => {
    setTyped(next);
    onChange(mapOf(next));
  };
  const change = (index: number, part: Partial<Row>) => set(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const add = !isReadOnly && (
    <SmallButton onClick={() => set([...rows, { key: "", value: emptyOf(values) }])} label={`Add to ${label}`}>
      + Add
    </SmallButton>
  );
  return (
    <FieldGroup path={path} label={label} isRequired={schema.required && schema.default === undefined} findings={own} help={schema.help} action={add} isBoxed>
      {rows.map((row, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] items-start gap-2">
          <div className="flex flex-col gap-1">
            <label className="font-medium" htmlFor={`${path.join("-")}-key-${index}`}>
              Name {index + 1}
            </label>
            <input
              id={`${path.join("-")}-key-${index}`}
              className={INPUT}
              value={row.key}
              readOnly={isReadOnly}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change(index, { key: event.target.value })}
            />
          </div>
          <NestedField
            name="value"
            label={row.key === "" ? `Value ${index + 1}` : `Value of ${row.key}`}
            schema={values.type === "record" ? { ...values, required: true } : values}
            value={row.value}
            path={[...path, row.key]}
            onChange={(next) => change(index, { value: next ?? emptyOf(values) })}
          />
          {!isReadOnly && (
            <SmallButton onClick={() => set(rows.filter((_, at) => at !== index))} label={`Remove ${textOf(row.key) || `row ${index + 1}`}`}>
              ×
            </SmallButton>
          )}
        </div>
      ))}
      {rows.length === 0 && <p className="text-[13px] text-muted">none</p>}
    </FieldGroup>
  );
}
