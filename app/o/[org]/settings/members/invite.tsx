"use client";
import { useState, useTransition } from "react";
import { FormError } from "@/app/_shared/form-error";
import { settle, useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import type { SentInvitation } from "@/server/members/invite";
import type { InviteOutcome } from "./actions";
import { type Group, RoleFields } from "@/app/_shared/role-fields";
import { SentLink } from "./sent-link";

interface Props {
  action: (form: FormData) => Promise<InviteOutcome>;
  groups: Group[];
  canMakeOwner: boolean;
}

function InviteForm({ action, groups, canMakeOwner, onClose }: Props & { onClose: () => void }) {
  const [sent, setSent] = useState<SentInvitation>();
  const send = async (form: FormData) => {
    const outcome = await action(form);
    setSent(outcome.sent);
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["email", "groupRoles"]);
  if (sent) {
    return (
      <>
        <SentLink sent={sent} />
        <div className="mt-4 flex justify-end">
          <Button type="button" onClick={onClose}>
            Done
          </Button>
        </div>
      </>
    );
  }
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field label="Email" name="email" type="email" autoComplete="off" required error={errorOf("email")} />
      <RoleFields groups={groups} canMakeOwner={canMakeOwner} initial={{ role: "viewer", groupRoles: [] }} error={errorOf("groupRoles")} />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{isPending ? "Inviting…" : "Invite"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which somebody is invited; it ends with the link. */
export function Invite(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button type="button" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        Invite
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title="Invite a member" description="You get a link for one person: it is good once, for seven days.">
        <InviteForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** Makes a new link for an invitation, once it was told that this ends the earlier one, and shows it. */
export function NewLink({ action, email }: { action: () => Promise<InviteOutcome>; email: string }) {
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<InviteOutcome>({});
  const [isPending, start] = useTransition();
  const open = (next: boolean) => {
    setOutcome({});
    setOpen(next);
  };
  const make = () => start(async () => setOutcome(await settle(action)));
  return (
    <>
      <Button kind="quiet" type="button" onClick={() => open(true)}>
        New link
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={open} title={`New link for ${email}`} description="The earlier link is good for nothing from then on.">
        <FormError result={outcome} />
        {outcome.sent && <SentLink sent={outcome.sent} />}
        <div className="mt-4 flex justify-end gap-2">
          <Button kind={outcome.sent ? "primary" : "quiet"} type="button" onClick={() => open(false)}>
            {outcome.sent ? "Done" : "Cancel"}
          </Button>
          {!outcome.sent && (
            <Button type="button" disabled={isPending} onClick={make}>
              {isPending ? "One moment…" : "Make a new link"}
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}
