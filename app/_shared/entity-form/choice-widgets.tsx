"use client";
import { useField } from "./form-context";
import { FieldFrame, FieldGroup, FieldNote, INPUT, SmallButton } from "./field-frame";
import { textOf } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import type { WidgetProps } from "./widget-props";

const hasDefault = ({ default: preset }: WidgetProps["schema"]): boolean => preset !== undefined && preset !== null;

/** One of several; the first is what Kong does where nothing is said. */
export function ChoiceWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const options = (schema.one_of ?? []).map((each) => ({ text: textOf(each), value: each }));
  const isForeign = value !== undefined && value !== null && !options.some((each) => isSame(each.value, value));
  const none = hasDefault(schema) ? `${textOf(schema.default)} (default)` : schema.required ? "Choose…" : "not set";
  return (
    <FieldFrame path={path} label={label} isRequired={schema.required && !hasDefault(schema)} findings={own} help={schema.help}>
      <select
        {...wiring}
        className={INPUT}
        disabled={isReadOnly}
        value={textOf(value)}
        onChange={(event) => onChange(options.find(({ text }) => text === event.target.value)?.value)}
      >
        <option value="">{none}</option>
        {isForeign && <option value={textOf(value)}>{textOf(value)}</option>}
        {options.map(({ text }) => (
          <option key={text} value={text}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** Any of several. Shown as they count: without a word from the user, those of the default. */
export function ChecksWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly } = useField(path, true);
  const preset: unknown[] = Array.isArray(schema.default) ? schema.default : [];
  const options = schema.elements?.one_of ?? [];
  const chosen: unknown[] = Array.isArray(value) ? value : preset;
  const isChosen = (option: unknown) => chosen.some((each) => isSame(each, option));
  const toggle = (option: unknown) => {
    const next = isChosen(option) ? chosen.filter((each) => !isSame(each, option)) : options.filter((each) => isChosen(each) || isSame(each, option));
    const isDefault = next.length === preset.length && next.every((each) => preset.some((other) => isSame(each, other)));
    onChange(isDefault ? undefined : next);
  };
  const action = !isReadOnly && value !== undefined && hasDefault(schema) && <SmallButton onClick={() => onChange(undefined)}>Use the default</SmallButton>;
  return (
    <FieldGroup path={path} label={label} isRequired={schema.required && !hasDefault(schema)} findings={own} help={schema.help} action={action}>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {options.map((option) => (
          <label key={textOf(option)} className="flex min-h-6 items-center gap-1.5">
            <input type="checkbox" className="size-4 accent-accent" checked={isChosen(option)} disabled={isReadOnly} onChange={() => toggle(option)} />
            {textOf(option)}
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

/** Yes or no. Without a default "not set" is a third answer. */
export function SwitchWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  if (!hasDefault(schema) && !schema.required) {
    const choices = { true: true, false: false } as const;
    return (
      <FieldFrame path={path} label={label} findings={own} help={schema.help}>
        <select
          {...wiring}
          className={INPUT}
          disabled={isReadOnly}
          value={textOf(value)}
          onChange={({ target }) => onChange(target.value === "true" || target.value === "false" ? choices[target.value] : undefined)}
        >
          <option value="">not set</option>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      </FieldFrame>
    );
  }
  const isOn = typeof value === "boolean" ? value : schema.default === true;
  return (
    <div data-path={JSON.stringify(path)} className="flex min-w-0 flex-col gap-1 self-start">
      <label className="flex min-h-6 items-center gap-2 font-medium">
        <input
          {...wiring}
          type="checkbox"
          className="size-4 accent-accent"
          checked={isOn}
          disabled={isReadOnly}
          onChange={({ target }) => onChange(target.checked === schema.default ? undefined : target.checked)}
        />
        {label}
      </label>
      <FieldNote path={path} findings={own} help={schema.help} />
    </div>
  );
}
