"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";

import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Button, Field, SelectField } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { labelText } from "@/server/domain/labels";
import { EVENT_KINDS, EVENT_RULES, type EventKind } from "@/server/domain/notifications/event-kinds";

interface Named {
  id: string;
  name: string;
}

interface Props {
  action: FormAction;
  channels: Named[];
  groups: Named[];
  /** Absent: a new one is made. */
  rule?: { channelId: string; kinds: EventKind[]; groupIds: string[] | null; labels: Record<string, string> };
}

/** What a new rule begins with: what somebody should do something about. */
const BEGINS_WITH: EventKind[] = ["rejected", "offline", "notReady", "certificateExpiring", "rolloutHalted"];

function Problem({ text }: { text: string | undefined }) {
  return (
    <p className="text-[13px] text-danger empty:hidden" role={text ? "alert" : undefined}>
      {text}
    </p>
  );
}

function Kinds({ chosen, error }: { chosen: EventKind[]; error: string | undefined }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Events</legend>
      {EVENT_KINDS.map((kind) => (
        <label key={kind} className="flex items-baseline gap-2">
          <input type="checkbox" name="kinds" value={kind} defaultChecked={chosen.includes(kind)} className="translate-y-0.5" />
          <span>{EVENT_RULES[kind].text}</span>
        </label>
      ))}
      <Problem text={error} />
    </fieldset>
  );
}

function Groups({ groups, chosen, error }: { groups: Named[]; chosen: string[] | null; error: string | undefined }) {
  const [isAll, setAll] = useState(chosen === null);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Runtime groups</legend>
      {[true, false].map((value) => (
        <label key={String(value)} className="flex items-center gap-2">
          <input type="radio" name="groupPart" value={value ? "all" : "some"} checked={isAll === value} onChange={() => setAll(value)} />
          {value ? "All, those to come too" : "Only these"}
        </label>
      ))}
      {!isAll && (
        <div className="mt-1 ml-6 flex flex-col gap-1">
          {groups.map(({ id, name }) => (
            <label key={id} className="flex items-baseline gap-2">
              <input type="checkbox" name="groupIds" value={id} defaultChecked={chosen?.includes(id)} className="translate-y-0.5" />
              <span>{name}</span>
            </label>
          ))}
        </div>
      )}
      <Problem text={error} />
    </fieldset>
  );
}

function RuleForm({ action, channels, groups, rule, onDone }: Props & { onDone: () => void }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["channelId", "kinds", "groupIds", "labels"], onDone);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-4">
      <SelectField label="Channel" name="channelId" defaultValue={rule?.channelId} error={errorOf("channelId")}>
        {channels.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Kinds chosen={rule?.kinds ?? BEGINS_WITH} error={errorOf("kinds")} />
      <Groups groups={groups} chosen={rule?.groupIds ?? null} error={errorOf("groupIds")} />
      <Field
        label="Labels"
        name="labels"
        autoComplete="off"
        defaultValue={rule && labelText(rule.labels)}
        placeholder="tier=prod, zone=a"
        hint="Only of instances that have all of these, by themselves or from their group. Empty: of all."
        error={errorOf("labels")}
      />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{rule ? "Save" : "Add rule"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a rule is made, or changed. */
export function RuleDialog(props: Props) {
  const { rule } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {rule ? (
        <button type="button" className="min-h-6 text-accent underline underline-offset-2" onClick={() => setOpen(true)}>
          Change
        </button>
      ) : (
        <Button type="button" onClick={() => setOpen(true)}>
          <Icon name="plus" />
          New rule
        </Button>
      )}
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={rule ? "Change the rule" : "New rule"}
        description="It tells of what happens from now on. Many of one kind at once are one message."
      >
        <RuleForm {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
