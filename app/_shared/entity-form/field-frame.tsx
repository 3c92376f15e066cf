import type { ReactNode } from "react";
import { isError } from "@/server/domain/config-document/finding";
import { fieldName } from "@/server/domain/kong-schema/value-words";
import { fieldId, type FieldFinding } from "./form-context";
import { type FieldPath, pathKey } from "./form-value";

export const INPUT =
  "min-h-9 w-full rounded-md border border-edge bg-raised px-2.5 py-1.5 placeholder:text-muted disabled:appearance-none disabled:opacity-100 [&:is([readonly],:disabled)]:border-line [&:is([readonly],:disabled)]:bg-surface aria-invalid:border-danger";

/** What is wrong, without the name that the configuration has for the field where it stands under that field's label. */
export function textUnder(path: FieldPath, { text, field }: Pick<FieldFinding, "text" | "field">): string {
  if (pathKey(field) !== pathKey(path)) return text;
  const name = [fieldName(field), `"${String(field.at(-1))}"`].find((each) => text.startsWith(`${each} `));
  if (name === undefined) return text;
  const rest = text.slice(name.length + 1);
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

/** What is wrong with a field, and what it is for. It stands there from the start, so that a change of it is read out. */
export function FieldNote({ path, findings, help }: { path: FieldPath; findings: readonly FieldFinding[]; help?: ReactNode }) {
  return (
    <div id={`${fieldId(path)}-note`} aria-live="polite" className="text-[13px] wrap-anywhere text-muted empty:hidden">
      {findings.map((finding) => (
        <p key={finding.text} className={finding.severity === "error" ? "text-danger" : "text-warn"}>
          <span aria-hidden="true">{finding.severity === "error" ? "✕" : "!"}</span> {textUnder(path, finding)}
        </p>
      ))}
      {help}
    </div>
  );
}

interface Props {
  path: FieldPath;
  label: string;
  isRequired?: boolean;
  findings: readonly FieldFinding[];
  help?: ReactNode;
  /** What stands at the right of the label. */
  action?: ReactNode;
  children: ReactNode;
}

const Required = () => (
  <span aria-hidden="true" className="text-danger" title="required">
    *
  </span>
);

/** A label above its control, and a line below. */
export function FieldFrame({ path, label, isRequired, findings, help, action, children }: Props) {
  return (
    <div data-path={JSON.stringify(path)} className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-6 items-baseline justify-between gap-2">
        <span className="flex gap-1">
          <label htmlFor={fieldId(path)} className="font-medium">
            {label}
          </label>
          {isRequired && <Required />}
        </span>
        {action}
      </div>
      {children}
      <FieldNote path={path} findings={findings} help={help} />
    </div>
  );
}

/** The same for a field of several controls. `isBoxed`: with a line around it, for what is nested. */
export function FieldGroup({ path, label, isRequired, findings, help, action, isBoxed = false, children }: Props & { isBoxed?: boolean }) {
  return (
    <fieldset
      data-path={JSON.stringify(path)}
      id={fieldId(path)}
      tabIndex={-1}
      aria-invalid={findings.some(isError) ? true : undefined}
      aria-describedby={`${fieldId(path)}-note`}
      className={`min-w-0 ${isBoxed ? "rounded-md border border-line px-3 pt-1 pb-3" : ""}`}
    >
      <legend className={`flex gap-1 font-medium ${isBoxed ? "-ml-1 px-1" : "mb-1"}`}>
        {label}
        {isRequired && <Required />}
      </legend>
      <div className="flex flex-col gap-2">
        {isBoxed && <FieldNote path={path} findings={findings} help={help} />}
        {children}
        {!isBoxed && <FieldNote path={path} findings={findings} help={help} />}
        {action && <div>{action}</div>}
      </div>
    </fieldset>
  );
}

/** A small button within a form, for a part of a field. */
export function SmallButton({
  onClick,
  label,
  children,
  isDisabled = false,
}: {
  onClick: () => void;
  label?: string;
  children: ReactNode;
  isDisabled?: boolean;
}) {
  return (
    <button
      type="button"
      disabled={isDisabled}
      aria-label={label}
      onClick={onClick}
      className="inline-flex min-h-6 items-center gap-1 rounded px-1.5 text-[13px] whitespace-nowrap text-accent hover:bg-hover"
    >
      {children}
    </button>
  );
}

/** Opens beside the form, so that nothing typed is left behind. */
export const AsideLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a href={href} target="_blank" rel="noreferrer" className="text-[13px] text-accent underline underline-offset-2">
    {children} (new tab)
  </a>
);
