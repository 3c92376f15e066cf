"use client";
import { type ChangeEvent, useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Button, Field, SelectField } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { lengthText } from "@/server/domain/freeze/freeze-text";
import type { FreezeWindowFields } from "@/server/domain/freeze/freeze-window";
import { NO_EXAMPLE, WINDOW_EXAMPLES } from "./window-examples";
import { WindowPreview } from "./window-preview";

interface Props {
  action: FormAction;
  /** For whom the window holds: "every runtime group", "this runtime group". */
  whom: string;
  /** The server's clock. */
  now: number;
  /** Absent: a new one is made. */
  window?: FreezeWindowFields;
}

const FIELDS = ["name", "kind", "cron", "lengthMinutes", "timeZone"] as const;
const viewersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function WindowForm({ action, now, window, onDone }: Props & { onDone: () => void }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(action, FIELDS, onDone);
  const [typed, setTyped] = useState(() => {
    const { name, kind, cron, lengthMinutes, timeZone } = window ?? { ...NO_EXAMPLE, timeZone: viewersZone() };
    return { name, kind: String(kind), cron, lengthMinutes: String(lengthMinutes), timeZone };
  });
  const lengthMinutes = Number(typed.lengthMinutes);
  // A group's settings have a form beside it, whose fields have names too.
  const field = (name: (typeof FIELDS)[number]) => ({
    name: `window-${name}`,
    required: true,
    autoComplete: "off",
    value: typed[name],
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => setTyped({ ...typed, [name]: target.value }),
    error: errorOf(name),
  });
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      {!window && (
        <div role="group" aria-label="Examples to start from" className="flex flex-wrap items-center gap-2">
          <span className="text-muted">Start from</span>
          {WINDOW_EXAMPLES.map((example) => (
            <Button
              key={example.name}
              kind="quiet"
              type="button"
              onClick={() => setTyped({ ...typed, ...example, lengthMinutes: String(example.lengthMinutes) })}
            >
              {example.name}
            </Button>
          ))}
        </div>
      )}
      <Field label="Name" maxLength={60} hint="Whoever is held reads it." {...field("name")} />
      <SelectField label="While it is open" {...field("kind")}>
        <option value="deny">nothing is published (deny)</option>
        <option value="allow">something may be published, and at no other time (allow)</option>
      </SelectField>
      <Field
        label="Begins (cron)"
        maxLength={200}
        placeholder="0 18 * * FRI"
        spellCheck={false}
        hint="Minute, hour, day of the month, month, day of the week; once an hour at most."
        {...field("cron")}
      />
      <Field
        label="Lasts (minutes)"
        type="number"
        min={1}
        step={1}
        hint={lengthMinutes > 0 ? `${lengthText(lengthMinutes)} of elapsed time, on days on which the clock changes too.` : "Of elapsed time."}
        {...field("lengthMinutes")}
      />
      <Field label="Time zone" list="time-zones" spellCheck={false} hint="Its IANA name, as in Europe/Berlin." {...field("timeZone")} />
      <datalist id="time-zones">
        {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <WindowPreview cron={typed.cron} lengthMinutes={lengthMinutes} timeZone={typed.timeZone} now={now} />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{window ? "Save" : "Make freeze window"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a freeze window is made, or changed. */
export function WindowDialog(props: Props) {
  const { window, whom } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={window ? "quiet" : "primary"} type="button" onClick={() => setOpen(true)}>
        {!window && <Icon name="plus" />}
        {window ? "Change" : "New freeze window"}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={window ? `Change ${window.name}` : "New freeze window"}
        description={`Holds for ${whom}, from now on.`}
      >
        <WindowForm {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
