"use client";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface Props {
  label: string;
  tabs: readonly (readonly [name: string, content: ReactNode])[];
}

/** Several views of one thing, of which one is shown; arrows go from tab to tab. */
export function Tabs({ label, tabs }: Props) {
  return (
    // Values become ids, in which a name's spaces have no place.
    <Radix.Root defaultValue="0" className="flex flex-col gap-3">
      <Radix.List aria-label={label} className="flex border-b border-line">
        {tabs.map(([name], index) => (
          <Radix.Trigger
            key={name}
            value={String(index)}
            className="-mb-px border-b-2 border-transparent px-2.5 py-1.5 text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(([name, content], index) => (
        <Radix.Content key={name} value={String(index)} className="min-w-0">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
