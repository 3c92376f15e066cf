import type { ReactNode } from "react";
import { Copyable } from "@/app/_shared/copyable";
import { Moment } from "@/app/_ui/time";

interface Entry {
  seq: number | null;
  address: string | null;
  requestId: string | null;
  before: string | null;
  after: string | null;
}

type Fields = Record<string, unknown>;

// safe because an entry's fields are an object, or nothing
const fieldsOf = (text: string | null): Fields => (text === null ? {} : (JSON.parse(text) as Fields));

/** A value as people read it; a field named like a time holds milliseconds. */
function Value({ name, value }: { name: string; value: unknown }) {
  return typeof value === "number" && name.endsWith("At") ? <Moment at={value} /> : valueText(value);
}

function valueText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

/** What an entry tells besides its line: the fields that changed, where it came from, and its number in the chain. */
export function EntryDetails({ entry: { seq, address, requestId, before, after } }: { entry: Entry }) {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return (
    <details className="mt-1 text-[13px]">
      <summary className="w-fit cursor-pointer text-muted">Details</summary>
      <dl className="grid gap-1 py-1.5">
        {names.map((name) => (
          <Fact key={name} name={name}>
            {before !== null && (
              <>
                <del className="text-muted">
                  <Value name={name} value={old[name]} />
                </del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <ins className="no-underline">
              <Value name={name} value={now[name]} />
            </ins>
          </Fact>
        ))}
        <Fact name="Entry">{seq === null ? "outside the chain" : `#${seq}`}</Fact>
        {address !== null && <Fact name="Address">{address}</Fact>}
        {requestId !== null && (
          <Fact name="Request">
            <Copyable text={requestId} label="the request's ID" />
          </Fact>
        )}
      </dl>
    </details>
  );
}
