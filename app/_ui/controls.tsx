import Link from "next/link";
import type { ComponentProps, InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from "react";

const BUTTON = "inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 py-1.5 font-medium whitespace-nowrap";
const LOOKS = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  quiet: "border border-line bg-raised text-ink hover:bg-hover",
  danger: "border border-danger bg-raised text-danger hover:bg-hover",
};

export function Button({ kind = "primary", ...rest }: ComponentProps<"button"> & { kind?: keyof typeof LOOKS }) {
  return <button {...rest} className={`${BUTTON} disabled:cursor-not-allowed disabled:opacity-60 ${LOOKS[kind]}`} />;
}

/** A link that looks like a button, for the next thing to do on a page. */
export function LinkButton({ href, kind = "primary", children }: { href: string; kind?: keyof typeof LOOKS; children: ReactNode }) {
  return (
    <Link href={href} className={`${BUTTON} ${LOOKS[kind]}`}>
      {children}
    </Link>
  );
}

/** A link within text. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-accent underline underline-offset-2">
      {children}
    </Link>
  );
}

const INPUT = "min-h-9 w-full rounded-md border border-edge bg-raised px-2.5 py-1.5 placeholder:text-muted";

interface Labelled {
  label: string;
  name: string;
  error?: string;
  hint?: ReactNode;
}

/** A label above its control, and a line below for the hint or what is wrong. */
function Labelling({ label, name, error, hint, children }: Labelled & { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={`field-${name}`} className="font-medium">
        {label}
      </label>
      {children}
      <p id={`field-${name}-note`} className={`text-[13px] empty:hidden ${error ? "text-danger" : "text-muted"}`} role={error ? "alert" : undefined}>
        {error ?? hint}
      </p>
    </div>
  );
}

const wiring = ({ name, error }: Labelled) => ({
  id: `field-${name}`,
  name,
  "aria-invalid": error ? true : undefined,
  "aria-describedby": `field-${name}-note`,
});

export function Field({ label, error, hint, ...rest }: Omit<InputHTMLAttributes<HTMLInputElement>, "name"> & Labelled) {
  const labelled = { label, error, hint, name: rest.name };
  return (
    <Labelling {...labelled}>
      <input {...rest} {...wiring(labelled)} className={INPUT} />
    </Labelling>
  );
}

export function SelectField({ label, error, hint, children, ...rest }: Omit<SelectHTMLAttributes<HTMLSelectElement>, "name"> & Labelled) {
  const labelled = { label, error, hint, name: rest.name };
  return (
    <Labelling {...labelled}>
      <select {...rest} {...wiring(labelled)} className={INPUT}>
        {children}
      </select>
    </Labelling>
  );
}

/** `action`: what stands at the right of the title. */
export function Card({ id, title, action, children }: { id?: string; title?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section id={id} className="min-w-0 rounded-lg border border-line bg-raised p-4">
      {title && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="font-semibold">{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}

const TONES = {
  danger: ["border-danger", "text-danger", "✕"],
  warn: ["border-warn", "text-warn", "!"],
  ok: ["border-ok", "text-ok", "✓"],
  info: ["border-accent", "text-accent", "●"],
} as const;

/** Something to know now, with a shape beside its colour. */
export function Notice({ tone, role, children }: { tone: keyof typeof TONES; role?: "alert" | "status"; children: ReactNode }) {
  const [border, text, shape] = TONES[tone];
  return (
    <div role={role} className={`flex gap-2 rounded-md border-l-4 bg-raised px-3 py-2 ${border}`}>
      <span aria-hidden="true" className={`font-bold ${text}`}>
        {shape}
      </span>
      <div className="min-w-0 flex-1 wrap-anywhere">{children}</div>
    </div>
  );
}

/** What a place without content says: why it is empty, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-8 text-center">
      <p className="font-semibold">{title}</p>
      <div className="flex max-w-prose flex-col items-center gap-3 text-muted">{children}</div>
    </div>
  );
}

/** So much of a title is shown at most; the whole on hover. */
const LONG_TITLE = 120;

interface PageTitleProps {
  title: string;
  action?: ReactNode;
  level?: 1 | 2;
  /** Beside the title's words, for what takes the focus there. */
  mark?: ReactNode;
  children?: ReactNode;
}

/** The first line of a page; of a part of one at `level` 2. */
export function PageTitle({ title, action, level = 1, mark, children }: PageTitleProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0 flex-1 basis-48">
        <Heading
          tabIndex={-1}
          title={title.length > LONG_TITLE ? title : undefined}
          className={`${level === 1 ? "text-xl" : "text-lg"} line-clamp-3 font-semibold wrap-anywhere`}
        >
          {title}
          {mark}
        </Heading>
        {children && <p className="text-muted">{children}</p>}
      </div>
      {action && <div className="shrink-0 self-start">{action}</div>}
    </div>
  );
}
