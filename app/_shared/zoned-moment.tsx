"use client";
import { useSyncExternalStore } from "react";
import { zonedText } from "@/server/domain/freeze/freeze-text";

const nothingChanges = () => () => undefined;

/** A time by the clock of that zone, and where it is another, by the viewer's, which a browser alone knows. */
export function ZonedMoment({ at, timeZone }: { at: number; timeZone: string }) {
  const there = zonedText(at, timeZone);
  const here = useSyncExternalStore(
    nothingChanges,
    () => zonedText(at),
    () => there,
  );
  return (
    <time dateTime={new Date(at).toISOString()} title={`${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`}>
      <span className="whitespace-nowrap">{there}</span> {timeZone}
      {here !== there && (
        <span className="text-muted">
          {" "}
          (<span className="whitespace-nowrap">{here}</span> your time)
        </span>
      )}
    </time>
  );
}
