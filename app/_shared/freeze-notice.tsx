import type { ReactNode } from "react";
import { Field, Notice } from "@/app/_ui/controls";
import { freezeCause } from "@/server/domain/freeze/freeze-text";
import type { Freeze } from "@/server/domain/freeze/freeze-window";
import { ZonedMoment } from "./zoned-moment";

/** That nothing is published now, until when and by which window; nothing where it is not so. */
export function FreezeNotice({ freeze, children }: { freeze: Freeze | null; children?: ReactNode }) {
  if (!freeze) return null;
  return (
    <Notice tone="warn">
      <p>
        <strong className="font-medium">
          Frozen{" "}
          {freeze.until === null ? (
            "with no end in sight"
          ) : (
            <>
              until <ZonedMoment at={freeze.until} timeZone={freeze.timeZone} />
            </>
          )}{" "}
          {freezeCause(freeze)}.
        </strong>{" "}
        {children}
      </p>
    </Notice>
  );
}

interface Props {
  freeze: Freeze | null;
  mayOverride: boolean;
  reason: string;
  onType: (reason: string) => void;
}

/** The shortest reason that is taken. */
const LEAST_CHARACTERS = 3;

/** Whether a freeze, where there is one, is overridden by what was typed. */
export const isLifted = (freeze: Freeze | null, reason: string): boolean => freeze === null || reason.trim().length >= LEAST_CHARACTERS;

/** What an act is given of the reason that was typed: nothing where nothing is frozen. */
export const overrideOf = (freeze: Freeze | null, reason: string) => (freeze ? { freezeOverride: { reason } } : {});

/** The freeze that holds an act, and where its reason is typed in by who may override it; nothing where nothing is frozen. */
export function FreezeField({ freeze, mayOverride, reason, onType }: Props) {
  if (!freeze) return null;
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <FreezeNotice freeze={freeze}>{mayOverride ? "You may override it this once." : "Your role does not override it; an Admin can."}</FreezeNotice>
      {mayOverride && (
        <Field
          label="Why it cannot wait"
          name="freezeReason"
          required
          minLength={LEAST_CHARACTERS}
          maxLength={500}
          autoComplete="off"
          value={reason}
          onChange={(event) => onType(event.target.value)}
          hint="Stands in the activity, with the window that is overridden."
        />
      )}
    </div>
  );
}
