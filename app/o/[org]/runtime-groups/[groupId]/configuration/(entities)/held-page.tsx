"use client";
import { notFound } from "next/navigation";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { DraftStep } from "@/server/domain/draft";

/** That what an open page is about went from the draft. */
export interface Gone {
  /** "This consumer". */
  what: string;
  /** Of the draft without it. */
  revision: number;
  /** The draft's newest step then; absent: the draft has none. */
  lastStep?: DraftStep;
  now: number;
}

const GoneContext = createContext<Gone | undefined>(undefined);

/** Undefined: what the page is about is there. */
export const useGone = (): Gone | undefined => useContext(GoneContext);

/** A page that stays, with all that was typed, when what it is about goes. As long as it is gone, `children` are those from before. */
export function HeldPage({ gone, children }: { gone?: Gone; children?: ReactNode }) {
  const [held, setHeld] = useState({ gone, children });
  // Of the moment when it went: later steps have nothing to do with it.
  if (!gone && (held.gone || held.children !== children)) setHeld({ gone, children });
  if (gone && !held.gone) setHeld({ gone, children: held.children });
  if (gone && !held.children) notFound();
  return <GoneContext value={gone && (held.gone ?? gone)}>{gone ? held.children : children}</GoneContext>;
}
