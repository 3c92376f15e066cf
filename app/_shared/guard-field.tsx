import { Field, Notice } from "@/app/_ui/controls";
import type { PublishGuard } from "@/server/domain/configuration/publish-guard";
import { countText } from "./count-text";

type Asking = Exclude<PublishGuard, { kind: "none" }>;

const REASONS: Readonly<Record<Asking["kind"], (entities: string) => string>> = {
  empty: (entities) => `This leaves nothing: all ${entities} go, and every node answers 404 to everything.`,
  mass_delete: (entities) => `This deletes ${entities}, more than a fifth of what is live.`,
  unreadable: (entities) => `What is live cannot be read any more, so that any of its ${entities} may go.`,
};

/** Whether what was typed is what the guard asks for. */
export const isConfirmed = (guard: PublishGuard, typed: string): boolean => guard.kind === "none" || typed.trim() === String(guard.count);

/** Why the guard asks, and where the count is typed in; nothing where it does not ask. */
export function GuardField({ guard, typed, onType }: { guard: PublishGuard; typed: string; onType: (typed: string) => void }) {
  if (guard.kind === "none") return null;
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <Notice tone="danger">
        {REASONS[guard.kind](countText(guard.count, "entity"))} Type {guard.count} to publish it all the same.
      </Notice>
      <Field
        label="How many entities go"
        name="confirmCount"
        inputMode="numeric"
        required
        autoComplete="off"
        value={typed}
        onChange={(event) => onType(event.target.value)}
      />
    </div>
  );
}
