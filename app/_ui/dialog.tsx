"use client";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Icon } from "./icon";

interface Props {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What it is about, in a sentence; read out with the title. */
  description: ReactNode;
  children: ReactNode;
}

/** Who opens a dialog with a field means to type: the field comes before the cross, which Radix would choose. */
function focusFirstField(event: Event) {
  const content = event.currentTarget;
  const field = content instanceof HTMLElement ? content.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select") : null;
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** A window over the page. Escape, the cross and a click beside it close it; the focus goes back to where it was. */
export function Dialog({ isOpen, onOpenChange, title, description, children }: Props) {
  const opener = useRef<Element | null>(null);
  const enter = (event: Event) => {
    opener.current = document.activeElement;
    focusFirstField(event);
  };
  // Radix gives it back to a trigger of its own alone, and here a button of the page opens it.
  const leave = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-black/50" />
        <Radix.Content
          onOpenAutoFocus={enter}
          onCloseAutoFocus={leave}
          className="fixed top-1/2 left-1/2 z-40 max-h-[90vh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-raised p-5 shadow-xl"
        >
          <div className="mb-1 flex items-start justify-between gap-4">
            <Radix.Title className="line-clamp-4 min-w-0 text-base font-semibold wrap-anywhere">{title}</Radix.Title>
            <Radix.Close aria-label="Close" className="shrink-0 rounded p-1 text-muted hover:bg-hover hover:text-ink">
              <Icon name="close" />
            </Radix.Close>
          </div>
          <Radix.Description asChild>
            <div className="mb-4 text-muted wrap-anywhere">{description}</div>
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
