"use client";
import { useState } from "react";
import { parse, stringify } from "yaml";
import { useField } from "./form-context";
import { FieldFrame, INPUT } from "./field-frame";
import { isSame } from "@/server/domain/config-document/is-same";
import type { WidgetProps } from "./widget-props";

/** A text as YAML; what is none stays the text itself, so that it can be told. */
function readText(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 0 });
    return value;
  } catch {
    return text;
  }
}

const writtenOf = (value: unknown): string => (value === undefined ? "" : typeof value === "string" ? value : stringify(value).trimEnd());

/** Any value, as YAML; JSON is YAML too. */
export function JsonWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const isJsonText = schema.type === "json" || schema.type === "string";
  const read = (text: string) => (isJsonText ? text || undefined : readText(text));
  const [typed, setTyped] = useState(writtenOf(value));
  const text = isSame(read(typed), value ?? undefined) ? typed : writtenOf(value);
  const preset = schema.default === undefined || schema.default === null ? undefined : `${writtenOf(schema.default)} (default)`;
  return (
    <FieldFrame path={path} label={label} isRequired={schema.required && schema.default === undefined} findings={own} help={schema.help ?? "YAML or JSON."}>
      <textarea
        {...wiring}
        className={`${INPUT} font-mono text-[13px]`}
        rows={Math.min(16, Math.max(3, text.split("\n").length))}
        value={text}
        placeholder={preset}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(read(event.target.value));
        }}
      />
    </FieldFrame>
  );
}
