"use client";
import { useState } from "react";
import { fieldId, useField } from "./form-context";
import { FieldFrame, INPUT, SmallButton } from "./field-frame";
import { numberOf, textOf } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import { madeSecret } from "./made-secret";
import type { WidgetProps } from "./widget-props";

const placeholderOf = ({ default: preset, auto }: WidgetProps["schema"]): string | undefined => {
  if (preset !== undefined && preset !== null) return `${textOf(preset)} (default)`;
  return auto ? "type one, or generate it" : undefined;
};

/** One line of text. */
export function TextWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const isRequired = schema.required && schema.default === undefined && !schema.auto;
  const action = schema.auto && !isReadOnly && value === undefined && (
    <SmallButton onClick={() => onChange(madeSecret())} label={`Generate ${label}`}>
      Generate
    </SmallButton>
  );
  return (
    <FieldFrame path={path} label={label} isRequired={isRequired} findings={own} help={schema.help} action={action}>
      <input
        {...wiring}
        className={INPUT}
        value={textOf(value)}
        placeholder={placeholderOf(schema)}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
    </FieldFrame>
  );
}

/** Several lines: PEM, Lua, a message. */
export function LinesWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const text = textOf(value);
  return (
    <FieldFrame path={path} label={label} isRequired={schema.required && schema.default === undefined} findings={own} help={schema.help}>
      <textarea
        {...wiring}
        className={`${INPUT} font-mono text-[13px]`}
        rows={Math.min(16, Math.max(3, text.split("\n").length))}
        value={text}
        placeholder={placeholderOf(schema)}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
    </FieldFrame>
  );
}

/** A number; what is typed stays as it is, even where it is none. */
export function NumberWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const [typed, setTyped] = useState(textOf(value));
  // Somebody else than this field changed the value.
  const text = isSame(numberOf(typed), value ?? undefined) ? typed : textOf(value);
  const [low, high] = schema.between ?? [];
  const range = low === undefined || high === undefined || high >= 2_147_483_646 ? undefined : `${low} to ${high}.`;
  return (
    <FieldFrame
      path={path}
      label={label}
      isRequired={schema.required && schema.default === undefined}
      findings={own}
      help={[schema.help, range].filter(Boolean).join(" ")}
    >
      <input
        {...wiring}
        className={`${INPUT} tabular-nums`}
        inputMode={schema.type === "integer" ? "numeric" : "decimal"}
        value={text}
        placeholder={placeholderOf(schema)}
        readOnly={isReadOnly}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(numberOf(event.target.value));
        }}
      />
    </FieldFrame>
  );
}

/** A secret: the stored one never comes to the browser, so that it stays unless another is typed. */
export function SecretWidget({
  schema,
  label,
  value,
  path,
  onChange,
  isMask,
  hasLines = false,
}: WidgetProps & { isMask: (value: unknown) => boolean; hasLines?: boolean }) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const [mask, setMask] = useState<unknown>();
  const [isShown, setShown] = useState(false);
  const isKept = isMask(value);
  if (isKept && mask !== value) setMask(value);
  const isTyped = !isKept && value !== undefined;
  const props = {
    ...wiring,
    value: isKept ? "" : textOf(value),
    placeholder: isKept ? (isReadOnly ? "stored, and not shown" : `kept unless you ${hasLines ? "paste" : "type"} a new one`) : placeholderOf(schema),
    readOnly: isReadOnly,
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value === "" ? mask : event.target.value),
  };
  const make = () => {
    onChange(madeSecret());
    setShown(true);
  };
  const action = !isReadOnly && (
    <span className="flex gap-1">
      {!hasLines && schema.auto && !isTyped && (
        <SmallButton onClick={make} label={`Generate ${label}`}>
          Generate
        </SmallButton>
      )}
      {!hasLines && isTyped && (
        <SmallButton onClick={() => setShown(!isShown)} label={`${isShown ? "Hide" : "Show"} ${label}`}>
          {isShown ? "Hide" : "Show"}
        </SmallButton>
      )}
      {(isKept || mask !== undefined) && (
        <SmallButton onClick={() => onChange(isKept ? undefined : mask)} label={isKept ? `Remove ${label}` : `Keep the stored ${label}`}>
          {isKept ? "Remove" : "Keep stored"}
        </SmallButton>
      )}
    </span>
  );
  const help = isTyped && !isReadOnly ? `${schema.help ?? ""} Copy it now: once saved it is not shown again.`.trim() : schema.help;
  return (
    <FieldFrame
      path={path}
      label={label}
      isRequired={schema.required && schema.default === undefined && !schema.auto}
      findings={own}
      help={help}
      action={action}
    >
      {hasLines ? (
        <textarea {...props} rows={4} className={`${INPUT} font-mono text-[13px]`} />
      ) : (
        <input {...props} type={isShown ? "text" : "password"} className={INPUT} autoComplete="new-password" data-field={fieldId(path)} />
      )}
    </FieldFrame>
  );
}
