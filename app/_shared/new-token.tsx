"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { ShownOnce } from "@/app/_shared/shown-once";
import { TokenFields } from "@/app/_shared/token-fields";
import { type FormOutcome, useForm } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { Moment } from "@/app/_ui/time";

/** A token that was just made; it is shown this once. */
export interface MadeToken {
  token: string;
  expiresAt: number;
}
export type TokenOutcome = FormOutcome & { made?: MadeToken };

interface Props {
  action: (form: FormData) => Promise<TokenOutcome>;
  groups: { id: string; name: string }[];
  longestDays: number;
  /** Absent: the person's own. */
  accountName?: string;
}

function TokenForm({ action, groups, longestDays, accountName, onClose }: Props & { onClose: () => void }) {
  const [made, setMade] = useState<MadeToken>();
  const send = async (given: FormData) => {
    const outcome = await action(given);
    setMade(outcome.made);
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["name", "days", "abilities", "groupIds"]);
  if (made)
    return (
      <ShownOnce
        text={made.token}
        label="the access token"
        caption={
          <>
            Good until <Moment at={made.expiresAt} />
          </>
        }
        onClose={onClose}
      >
        it is shown this once, and only its hash is kept.
      </ShownOnce>
    );
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-4">
      <TokenFields groups={groups} whose={accountName === undefined ? "my" : "its"} longestDays={longestDays} errorOf={errorOf} />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{isPending ? "Making…" : "Make token"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a token is made; it ends with the token. */
export function NewToken(props: Props) {
  const { accountName } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={accountName === undefined ? "primary" : "quiet"} type="button" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        New token
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={accountName === undefined ? "New access token" : `New token of ${accountName}`}
        description={`It does no more than ${accountName === undefined ? "you may" : `${accountName} may`}, at every moment.`}
      >
        <TokenForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
