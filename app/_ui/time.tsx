"use client";
import { useState, useSyncExternalStore } from "react";

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
] as const;
const TICK_MS = 5000;

let ticks = 0;
const listeners = new Set<() => void>();

/** One timer for all the times of a page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const timer =
    listeners.size === 1
      ? setInterval(() => {
          ticks += 1;
          for (const each of listeners) each();
        }, TICK_MS)
      : undefined;
  if (timer !== undefined) stop = () => clearInterval(timer);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}
let stop = (): void => undefined;

function textOf(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds >= size);
  if (unit) return `${Math.floor(seconds / unit[0])} ${unit[1]} ago`;
  return seconds < 10 ? "just now" : `${Math.floor(seconds / 5) * 5} s ago`;
}

const utcText = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A time as "2026-07-01 09:30 UTC", the second on hover: for one to come, or one that something else is said of. */
export function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={utcText(at)} className="whitespace-nowrap">
      {utcText(at).replace(/:\d\d UTC$/, " UTC")}
    </time>
  );
}

/** The clock of the server that told `now`, as it goes on. */
function useNow(now: number): number {
  const tick = useSyncExternalStore(
    subscribe,
    () => ticks,
    () => 0,
  );
  const [told, setTold] = useState({ now, tick });
  if (told.now !== now) setTold({ now, tick });
  return now + (tick - told.tick) * TICK_MS;
}

/** A time as "3 min ago", which goes on by itself, the absolute one on hover; "never" for null. `now` is the server's clock, so that a browser's wrong clock shows nothing wrong. */
export function Time({ at, now }: { at: number | null; now: number }) {
  const present = useNow(now);
  if (at === null) return <span className="text-muted">never</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={utcText(at)} className="whitespace-nowrap">
      {textOf(Math.max(0, Math.round((present - at) / 1000)))}
    </time>
  );
}

const STEPS_BELOW_A_MINUTE = 5;

function leftText(seconds: number): string {
  if (seconds <= 0) return "now";
  const unit = UNITS.find(([size]) => seconds >= size);
  return unit ? `in ${Math.ceil(seconds / unit[0])} ${unit[1]}` : `in ${Math.ceil(seconds / STEPS_BELOW_A_MINUTE) * STEPS_BELOW_A_MINUTE} s`;
}

/** A time to come as "in 3 min", which goes on by itself, the absolute one on hover. */
export function Until({ at, now }: { at: number; now: number }) {
  const present = useNow(now);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcText(at)} className="whitespace-nowrap">
      {leftText(Math.ceil((at - present) / 1000))}
    </time>
  );
}
