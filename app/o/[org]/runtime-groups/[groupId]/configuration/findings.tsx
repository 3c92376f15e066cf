"use client";
import type { Fault } from "./code-editor";

const SHOWN = 50;

export type Checked =
  { state: "checking" } | { state: "failed"; message: string } | { state: "checked"; faults: Fault[]; entityCount: number; sizeBytes: number };

const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** How the check came out, in a few words. */
export function verdictOf(checked: Checked): string {
  if (checked.state === "checking") return "Checking…";
  if (checked.state === "failed") return `Not checked: ${checked.message}`;
  const errors = checked.faults.filter((fault) => fault.severity === "error").length;
  const warnings = checked.faults.length - errors;
  if (errors > 0) return `✕ ${countText(errors, "error")}${warnings ? `, ${countText(warnings, "warning")}` : ""}`;
  const entities = checked.entityCount === 1 ? "1 entity" : `${checked.entityCount} entities`;
  return warnings > 0 ? `! ${countText(warnings, "warning")}, ${entities}` : `✓ No fault found, ${entities}`;
}

/** Every fault as a line that leads to its place. */
export function Findings({ faults, onGo }: { faults: Fault[]; onGo: (line: number) => void }) {
  return (
    <ul className="flex flex-col gap-1">
      {faults.slice(0, SHOWN).map(({ severity, message, line }, index) => (
        <li key={index} className="flex gap-2">
          <span aria-hidden="true" className={severity === "error" ? "text-danger" : "text-warn"}>
            {severity === "error" ? "✕" : "!"}
          </span>
          <span className="min-w-0 break-words">
            <span className="sr-only">{severity}: </span>
            {line && (
              <>
                <button type="button" className="text-accent underline" onClick={() => onGo(line)}>
                  Line {line}
                </button>
                :{" "}
              </>
            )}
            {message}
          </span>
        </li>
      ))}
      {faults.length > SHOWN && <li className="text-muted">and {faults.length - SHOWN} more; mend these first</li>}
    </ul>
  );
}
