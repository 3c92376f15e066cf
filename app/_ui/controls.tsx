import Link from "next/link";
import { type ButtonHTMLAttributes, Fragment, type InputHTMLAttributes, type ReactNode } from "react";

export function Button({ kind = "primary", ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: "primary" | "quiet" | "danger" }) {
  const look = { primary: "bg-accent text-on-accent", quiet: "border border-line bg-raised text-ink", danger: "border border-danger text-danger" }[kind];
  return <button {...rest} className={`min-h-9 rounded-md px-3 py-1.5 font-medium disabled:opacity-60 ${look}`} />;
}

/** A link that looks like a button, for the next thing to do on a page. */
export function LinkButton({ href, children }: { href: string; children: ReactNode }) {
  return <Link href={href} className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent">{children}</Link>;
}

export function Field({ label, error, hint, ...rest }: InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string; hint?: string; name: string }) {
  const id = `field-${rest.name}`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">{label}</label>
      <input id={id} {...rest} aria-invalid={error ? true : undefined} aria-describedby={`${id}-note`} className="min-h-9 w-full rounded-md border border-line bg-raised px-2 py-1.5" />
      <p id={`${id}-note`} className={error ? "text-danger" : "text-muted"} role={error ? "alert" : undefined}>{error ?? hint}</p>
    </div>
  );
}

const SHAPES: Record<string, { shape: string; tone: string }> = {
  connected: { shape: "●", tone: "text-ok" }, stale: { shape: "◐", tone: "text-warn" }, disconnected: { shape: "○", tone: "text-danger" },
  "in sync": { shape: "✓", tone: "text-ok" }, pending: { shape: "…", tone: "text-warn" }, rejected: { shape: "✕", tone: "text-danger" }, drifted: { shape: "≠", tone: "text-warn" },
  ready: { shape: "✓", tone: "text-ok" }, "not ready": { shape: "✕", tone: "text-danger" }, compatible: { shape: "✓", tone: "text-ok" }, incompatible: { shape: "✕", tone: "text-danger" },
};

/** A state as a word and a shape, never a colour alone. */
export function StateBadge({ state }: { state: string }) {
  const { shape, tone } = SHAPES[state] ?? { shape: "–", tone: "text-muted" };
  return <span className={`whitespace-nowrap ${tone}`}><span aria-hidden="true">{shape} </span><span>{state}</span></span>;
}

export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-raised p-4">
      {title && <h2 className="mb-3 font-semibold">{title}</h2>}
      {children}
    </section>
  );
}

/** `head`: a column's name, or a whole header cell. */
export function Table({ head, children, label }: { head: ReactNode[]; children: ReactNode; label: string }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-raised" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full text-left [&_td]:px-3 [&_td]:py-2 [&_th]:px-3 [&_th]:py-2">
        <thead className="border-b border-line text-muted"><tr>{head.map((cell, index) => (typeof cell === "string" ? <th key={cell} scope="col" className="whitespace-nowrap font-medium">{cell}</th> : <Fragment key={index}>{cell}</Fragment>))}</tr></thead>
        <tbody className="[&_tr+tr]:border-t [&_tr]:border-line">{children}</tbody>
      </table>
    </div>
  );
}
