"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";

interface Props {
  action: FormAction;
  name: string;
  instances: number;
}

const orphansText = (instances: number): string => {
  if (instances === 0) return "It has no instances.";
  return `${instances} ${instances === 1 ? "instance becomes an orphan" : "instances become orphans"}: ${instances === 1 ? "it keeps" : "they keep"} serving what ${instances === 1 ? "it runs, and takes" : "they run, and take"} no more config.`;
};

function Confirmation({ action, name, onCancel }: { action: FormAction; name: string; onCancel: () => void }) {
  const [typed, setTyped] = useState("");
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["confirmName"]);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field
        label={`Type ${name} to delete it`}
        name="confirmName"
        autoComplete="off"
        required
        onChange={(event) => setTyped(event.target.value)}
        error={errorOf("confirmName")}
      />
      <FormError result={elsewhere} />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" type="button" onClick={onCancel}>
          Cancel
        </Button>
        <Button kind="danger" disabled={isPending || typed !== name}>
          {isPending ? "Deleting…" : "Delete group"}
        </Button>
      </div>
    </form>
  );
}

/** Deletes a group, once it was told what that does and the name was typed. */
export function DeleteGroup({ action, name, instances }: Props) {
  const [isOpen, setOpen] = useState(false);
  const description = (
    <>
      <p>{orphansText(instances)}</p>
      <p>Its config versions and enrollment tokens are deleted. This cannot be undone: copy the config you still want from Versions first.</p>
    </>
  );
  return (
    <>
      <Button kind="danger" type="button" onClick={() => setOpen(true)}>
        Delete this group
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={`Delete ${name}?`} description={description}>
        <Confirmation action={action} name={name} onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
