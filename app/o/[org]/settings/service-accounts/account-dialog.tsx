"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { RoleFields } from "@/app/_shared/role-fields";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import type { ServiceAccountFields } from "@/server/domain/access-token";

interface Props {
  action: FormAction;
  groups: { id: string; name: string }[];
  /** Absent: a new one is made. */
  account?: ServiceAccountFields;
}

function AccountForm({ action, groups, account, onDone }: Props & { onDone: () => void }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["name", "groupRoles"], onDone);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field
        label="Name"
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        defaultValue={account?.name}
        placeholder="deploy pipeline"
        hint="Stands in the activity, in steps and at config versions."
        error={errorOf("name")}
      />
      <RoleFields groups={groups} canMakeOwner={false} initial={account ?? { role: "viewer", groupRoles: [] }} error={errorOf("groupRoles")} />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{account ? "Save" : "Make service account"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a service account is made, or changed. */
export function AccountDialog(props: Props) {
  const { account } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={account ? "quiet" : "primary"} type="button" onClick={() => setOpen(true)}>
        {!account && <Icon name="plus" />}
        {account ? "Change" : "New service account"}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={account ? `Change ${account.name}` : "New service account"}
        description={account ? "Its tokens have the new roles from their next request on." : "It acts by tokens, which you make next."}
      >
        <AccountForm {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
