"use client";
import { type KeyboardEvent, useRef, useState } from "react";
import { useField } from "./form-context";
import { FieldFrame, SmallButton } from "./field-frame";
import { numberOf, textOf } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import type { WidgetProps } from "./widget-props";

/** A list of short values: Enter, leaving the field or a line break in what is pasted adds one; a click on one takes it back for a change. */
export function ChipsWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const preset: unknown[] = Array.isArray(schema.default) ? schema.default : [];
  const isDefault = !Array.isArray(value);
  const chips: unknown[] = Array.isArray(value) ? value : preset;
  // HTTP methods: nobody means another one by `get`.
  const isUpper = schema.elements?.match === "^%u+$";
  const isNumber = schema.elements?.type !== "string";
  const set = (next: unknown[]) => onChange(isSame(next, preset) || (next.length === 0 && preset.length === 0) ? undefined : next);
  const add = (text: string) => {
    const given = text.split(/[\r\n]+/).map((line) => (isUpper ? line.trim().toUpperCase() : line.trim()));
    const added = given.filter(Boolean).map((line) => (isNumber ? numberOf(line) : line));
    const fresh = schema.type === "set" ? added.filter((each, index) => added.indexOf(each) === index && !chips.some((other) => isSame(each, other))) : added;
    setTyped("");
    if (fresh.length > 0) set([...chips, ...fresh]);
  };
  const remove = (index: number) => {
    set(chips.filter((_, each) => each !== index));
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && typed.trim() !== "") {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && typed === "" && chips.length > 0) remove(chips.length - 1);
  };
  const action = !isReadOnly && !isDefault && preset.length > 0 && <SmallButton onClick={() => onChange(undefined)}>Use the default</SmallButton>;
  const isEmptied = !isDefault && chips.length === 0;
  return (
    <FieldFrame path={path} label={label} isRequired={schema.required && preset.length === 0} findings={own} help={schema.help} action={action}>
      <div
        className={`flex min-h-9 w-full flex-wrap items-center gap-1 rounded-md border px-1.5 py-1 ${isReadOnly ? "border-line bg-surface" : "border-edge bg-raised"} focus-within:outline-2 focus-within:outline-accent has-aria-invalid:border-danger`}
      >
        {chips.map((chip, index) => (
          <span key={`${index} ${textOf(chip)}`} className="inline-flex max-w-full items-center rounded border border-line bg-surface font-mono text-[12.5px]">
            <button
              type="button"
              disabled={isReadOnly}
              title={isReadOnly ? undefined : "Change"}
              aria-label={isReadOnly ? undefined : `Change ${textOf(chip)}`}
              className="min-h-6 min-w-0 px-1.5 text-left break-all"
              onClick={() => {
                setTyped(textOf(chip));
                remove(index);
              }}
            >
              {textOf(chip)}
            </button>
            {!isReadOnly && (
              <button type="button" aria-label={`Remove ${textOf(chip)}`} className="min-h-6 min-w-6 text-muted hover:text-ink" onClick={() => remove(index)}>
                ×
              </button>
            )}
          </span>
        ))}
        {isDefault && chips.length > 0 && <span className="text-[13px] text-muted">(default)</span>}
        <input
          {...wiring}
          ref={input}
          className="min-h-7 min-w-24 flex-1 bg-transparent px-1 outline-none placeholder:text-muted"
          value={typed}
          readOnly={isReadOnly}
          placeholder={isEmptied || (isReadOnly && chips.length === 0) ? "none" : chips.length > 0 ? "" : "type, then Enter"}
          inputMode={isNumber ? "numeric" : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKey}
          onPaste={(event) => {
            const text = event.clipboardData.getData("text");
            if (!/[\r\n]/.test(text)) return;
            event.preventDefault();
            add(typed + text);
          }}
          onBlur={() => add(typed)}
        />
      </div>
    </FieldFrame>
  );
}
