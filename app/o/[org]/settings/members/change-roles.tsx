"use client";
import { type ComponentProps, useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { RoleFields } from "@/app/_shared/role-fields";

type Props = Omit<ComponentProps<typeof RoleFields>, "error"> & { action: FormAction; name: string };

function RolesForm({ action, onClose, ...fields }: Omit<Props, "name"> & { onClose: () => void }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["groupRoles"], onClose);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      <RoleFields {...fields} error={errorOf("groupRoles")} />
      <FormError result={elsewhere} />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" type="button" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={isPending}>{isPending ? "Saving…" : "Save"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a member's roles are changed. */
export function ChangeRoles({ name, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" type="button" aria-label={`Change the roles of ${name}`} onClick={() => setOpen(true)}>
        Change
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={`Roles of ${name}`} description="They hold from the next thing that this member does.">
        <RolesForm {...rest} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
