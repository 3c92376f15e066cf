"use client";
import { usePathname, useRouter } from "next/navigation";
import { type FormEvent, useRef, useTransition } from "react";
import type { ListState } from "@/server/domain/list-rows";
import { listQuery } from "./list-state";

const TYPING_MS = 250;
const LOOK = "min-h-9 min-w-0 rounded-md border border-edge bg-raised px-2.5 placeholder:text-muted";

/** A state to filter by, and the values it may have, each with its word; without them it is a day, in UTC. */
export interface ListFilter {
  name: string;
  label: string;
  options?: readonly (readonly [value: string, text: string])[];
}

function FilterField({ filter: { name, label, options }, value, onChange }: { filter: ListFilter; value: string; onChange: () => void }) {
  const look = `${LOOK} max-w-48 max-sm:basis-[45%] max-sm:grow`;
  if (!options) {
    return (
      <label className="inline-flex items-center gap-1.5 text-muted max-sm:basis-[45%] max-sm:grow">
        {label}
        <input type="date" name={name} defaultValue={value} onChange={onChange} title="A day, in UTC" className={`${LOOK} text-ink max-sm:grow`} />
      </label>
    );
  }
  return (
    <select name={name} aria-label={label} defaultValue={value} onChange={onChange} className={look}>
      <option value="">{label}: any</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** A search box and filters that keep what they say in the URL, as one types. Without JavaScript, Enter sends them. */
export function ListSearch({ state, label, filters = [] }: { state: ListState; label: string; filters?: ListFilter[] }) {
  const router = useRouter();
  const path = usePathname();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isPending, start] = useTransition();
  const apply = () => {
    clearTimeout(timer.current);
    if (!form.current) return;
    const given = new FormData(form.current);
    const chosen = Object.fromEntries(filters.map(({ name }) => [name, String(given.get(name) ?? "")]));
    start(() =>
      router.replace(`${path}${listQuery(state, { q: String(given.get("q") ?? "").trim(), filters: { ...state.filters, ...chosen } })}`, { scroll: false }),
    );
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    apply();
  };
  const onType = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, TYPING_MS);
  };
  return (
    <form ref={form} role="search" onSubmit={onSubmit} aria-busy={isPending} className="flex flex-wrap gap-2">
      <input type="hidden" name="sort" value={state.sort} />
      <input
        name="q"
        type="search"
        defaultValue={state.q}
        onChange={onType}
        aria-label={label}
        placeholder={label}
        className={`${LOOK} min-w-56 flex-1 sm:max-w-sm`}
      />
      {filters.map((filter) => (
        <FilterField key={filter.name} filter={filter} value={state.filters[filter.name] ?? ""} onChange={apply} />
      ))}
      <noscript>
        <button className={LOOK}>Search</button>
      </noscript>
    </form>
  );
}
