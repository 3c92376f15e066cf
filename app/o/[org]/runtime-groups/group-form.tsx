"use client";
import { SaveRow } from "@/app/_shared/save-row";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Field, SelectField } from "@/app/_ui/controls";
import { labelText } from "@/server/domain/labels";

/** What of a group its form changes. */
export interface GroupFields {
  name: string;
  description: string;
  labels: Record<string, string>;
  pollIntervalSeconds: number;
  keptVersions: number;
  healsDrift: boolean;
  archiveAfterDays: number | null;
}

const FIELDS = ["name", "description", "labels", "pollIntervalSeconds", "keptVersions", "healsDrift", "archiveAfterDays"];

/** Creates a group, or changes one where `group` is given. */
export function GroupForm({ action, button, group }: { action: FormAction; button: string; group?: GroupFields }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, FIELDS);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-xl flex-col gap-3">
      <Field label="Group name" name="name" required autoComplete="off" defaultValue={group?.name} error={errorOf("name")} />
      <Field label="Description" name="description" maxLength={500} defaultValue={group?.description} error={errorOf("description")} />
      <Field
        label="Labels"
        name="labels"
        autoComplete="off"
        defaultValue={labelText(group?.labels ?? {})}
        placeholder="stage=prod, region=eu"
        hint="key=value, separated by commas; up to 50."
        error={errorOf("labels")}
      />
      <Field
        label="Poll interval (seconds)"
        name="pollIntervalSeconds"
        type="number"
        min={5}
        max={3600}
        required
        defaultValue={group?.pollIntervalSeconds ?? 15}
        hint="How often an instance asks where it cannot wait for an answer. It is stale once silent for three times this, and for a minute more than it at least."
        error={errorOf("pollIntervalSeconds")}
      />
      <Field
        label="Config versions kept"
        name="keptVersions"
        type="number"
        min={1}
        max={10_000}
        required
        defaultValue={group?.keptVersions ?? 100}
        hint="So many of the newest keep their content, to be compared and rolled back to; so does each that is tagged, or that an instance runs or refused. Others keep what is listed of them. Taken in at the next publish."
        error={errorOf("keptVersions")}
      />
      <SelectField
        label="When a node's config is changed by hand"
        name="healsDrift"
        defaultValue={group?.healsDrift === false ? "report" : "heal"}
        hint="Told to agents at their next poll, and kept by them. SIGNALBOX_DRIFT, where it is set on a node, comes first there."
        error={errorOf("healsDrift")}
      >
        <option value="heal">Heal drift: put back what was published</option>
        <option value="report">Report only: leave it, and show it as drifted</option>
      </SelectField>
      <Field
        label="Archive after (days of silence)"
        name="archiveAfterDays"
        type="number"
        min={1}
        max={3650}
        defaultValue={group?.archiveAfterDays ?? ""}
        placeholder="never"
        hint="An instance that was not heard of for so long is archived by itself: refused until it enrolls again. Empty: none is."
        error={errorOf("archiveAfterDays")}
      />
      <SaveRow button={button} elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
