"use client";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import { createContext, type ReactNode, type RefObject, useContext, useRef } from "react";

const ITEM = "flex w-full items-center gap-2 rounded px-2 py-1.5 outline-none select-none data-highlighted:bg-hover";

/** What was chosen, until the menu has closed. */
const Chosen = createContext<RefObject<(() => void) | null>>({ current: null });

/** A menu that a button opens. `trigger` is the button's content; `label` its name where the content has none. */
export function Menu({ trigger, label, children }: { trigger: ReactNode; label: string; children: ReactNode }) {
  const chosen = useRef<(() => void) | null>(null);
  // Done once the focus is back on the button: a dialog that it opens gives the focus back to there, and not to an item that is gone.
  const act = () => {
    if (chosen.current) setTimeout(chosen.current);
    chosen.current = null;
  };
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
          onCloseAutoFocus={act}
          className="z-30 max-w-72 min-w-52 rounded-md border border-line bg-raised p-1 shadow-lg"
        >
          <Chosen value={chosen}>{children}</Chosen>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  const chosen = useContext(Chosen);
  return (
    <Radix.Item onSelect={() => (chosen.current = onSelect)} className={`${ITEM} cursor-pointer`}>
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
