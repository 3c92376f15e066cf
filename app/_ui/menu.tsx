"use client";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

const ITEM = "flex w-full items-center gap-2 rounded px-2 py-1.5 outline-none select-none data-highlighted:bg-hover";

/** A menu that a button opens. `trigger` is the button's content; `label` its name where the content has none. */
export function Menu({ trigger, label, children }: { trigger: ReactNode; label: string; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger
        aria-label={label}
        className="flex min-w-0 items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover data-[state=open]:bg-hover"
      >
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-30 max-w-72 min-w-52 rounded-md border border-line bg-raised p-1 shadow-lg"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Radix.Item onSelect={onSelect} className={`${ITEM} cursor-pointer`}>
      {children}
    </Radix.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Radix.Item asChild className={ITEM}>
      <Link href={href}>{children}</Link>
    </Radix.Item>
  );
}

export function MenuNote({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-[13px] break-words text-muted">{children}</Radix.Label>;
}

export const MenuLine = () => <Radix.Separator className="my-1 border-t border-line" />;

/** One of several, with a tick at the chosen one. */
export function MenuChoice({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly string[];
  onChoose: (value: string) => void;
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChoose} aria-label={label}>
      <MenuNote>{label}</MenuNote>
      {options.map((each) => (
        <Radix.RadioItem key={each} value={each} onSelect={(event) => event.preventDefault()} className={`${ITEM} cursor-pointer`}>
          <span className="w-4" aria-hidden="true">
            {each === value ? "✓" : ""}
          </span>
          {each}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
