"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { createSelectorPinAction } from "../instances/actions";

interface Props {
  at: { org: string; groupId: string };
  live: number;
}

function PinForm({ at, live, onClose }: Props & { onClose: () => void }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(createSelectorPinAction.bind(null, at), ["selector", "labels", "version", "note"], onClose);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field
        label="Labels"
        name="selector"
        required
        autoComplete="off"
        placeholder="stage=prod, region=eu"
        hint="key=value, separated by commas; an instance must have all of them."
        error={errorOf("selector") ?? errorOf("labels")}
      />
      <Field
        label="Config version"
        name="version"
        type="number"
        min={1}
        required
        defaultValue={live}
        hint={`Its number; v${live} is live.`}
        error={errorOf("version")}
      />
      <Field label="Why (optional)" name="note" maxLength={200} autoComplete="off" error={errorOf("note")} />
      <FormError result={elsewhere} />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" type="button" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={isPending}>{isPending ? "One moment…" : "Pin"}</Button>
      </div>
    </form>
  );
}

/** Makes a pin by label. */
export function NewSelectorPin(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" type="button" onClick={() => setOpen(true)}>
        Pin by label
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Pin by label"
        description="Holds all instances that have these labels at a config version, whatever is published, those that enroll later too. The newest pin that fits counts; an instance's own pin comes before."
      >
        <PinForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
