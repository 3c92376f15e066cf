"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { ShownOnce } from "@/app/_shared/shown-once";
import { useForm } from "@/app/_shared/use-form";
import { Button, Field, SelectField } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { CHANNEL_KINDS, type ChannelKind } from "@/server/domain/notifications/channel";
import type { ChannelOutcome } from "./actions";
import { KIND_TEXT } from "./kind-text";

interface Props {
  action: (form: FormData) => Promise<ChannelOutcome>;
  /** Absent: a new one is made. */
  channel?: { name: string; kind: ChannelKind; leadsTo: string };
}

/** The secret that a channel's messages are signed with from now on. */
export const SigningSecret = ({ secret, onClose }: { secret: string; onClose: () => void }) => (
  <ShownOnce text={secret} label="the signing secret" caption="Signing secret" onClose={onClose}>
    it is shown this once. The receiver proves with it that a message is from Signalbox.
  </ShownOnce>
);

function ChannelForm({ action, channel, onDone }: Props & { onDone: () => void }) {
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? "webhook");
  const [secret, setSecret] = useState<string>();
  const send = async (given: FormData) => {
    const outcome = await action(given);
    setSecret(outcome.made?.secret ?? undefined);
    if (outcome.isDone && !outcome.made?.secret) onDone();
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["name", "target", "kind"]);
  if (secret !== undefined) return <SigningSecret secret={secret} onClose={onDone} />;
  const text = KIND_TEXT[kind];
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
      {channel ? (
        <input type="hidden" name="kind" value={kind} />
      ) : (
        <SelectField
          label="Kind"
          name="kind"
          value={kind}
          onChange={(event) => setKind(CHANNEL_KINDS.find((each) => each === event.target.value) ?? "webhook")}
          error={errorOf("kind")}
        >
          {CHANNEL_KINDS.map((each) => (
            <option key={each} value={each}>
              {KIND_TEXT[each].name}
            </option>
          ))}
        </SelectField>
      )}
      <Field label="Name" name="name" required maxLength={60} autoComplete="off" defaultValue={channel?.name} placeholder="on-call" error={errorOf("name")} />
      <Field
        label={text.target}
        name="target"
        required={!channel}
        maxLength={2000}
        autoComplete="off"
        placeholder={text.placeholder}
        hint={channel ? `Now ${channel.leadsTo}. Leave it empty to keep it: it is not shown again.` : text.hint}
        error={errorOf("target")}
      />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button disabled={isPending}>{channel ? "Save" : "Add channel"}</Button>
      </div>
    </form>
  );
}

/** The button that opens the dialog in which a channel is made, or changed; a webhook's ends with its secret. */
export function ChannelDialog(props: Props) {
  const { channel } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={channel ? "quiet" : "primary"} type="button" onClick={() => setOpen(true)}>
        {!channel && <Icon name="plus" />}
        {channel ? "Change" : "New channel"}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={channel ? `Change ${channel.name}` : "New channel"}
        description={channel ? "Messages that wait go where it leads from now on." : "Where people are told. What they are told of, rules say."}
      >
        <ChannelForm {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
