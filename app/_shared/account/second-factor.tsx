"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { FormError } from "@/app/_shared/form-error";
import { RecoveryCodes } from "@/app/_shared/second-factor/recovery-codes";
import { CodeField, type CodesAction, PasswordField, SetUpSecondFactor } from "@/app/_shared/second-factor/set-up";
import { useForm } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { beginSecondFactorAction, confirmSecondFactorAction, removeSecondFactorAction, renewRecoveryCodesAction } from "@/app/second-factor/actions";

interface ProvenProps {
  label: string;
  title: string;
  /** What will happen. */
  children: ReactNode;
  hasPassword: boolean;
  isDanger?: boolean;
  action: CodesAction;
  onDone: (codes: string[] | undefined) => void;
}

function ProvenForm({ label, hasPassword, isDanger, action, onDone }: Omit<ProvenProps, "title" | "children">) {
  const send = async (given: FormData) => {
    const outcome = await action(given);
    if (!outcome.error) onDone(outcome.codes);
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["password", "code"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <PasswordField hasPassword={hasPassword} error={errorOf("password")} />
      <CodeField error={errorOf("code")} hint="Of your app, or a recovery code." />
      <FormError result={elsewhere} />
      <div className="flex justify-end">
        <Button kind={isDanger ? "danger" : "primary"} disabled={isPending}>
          {isPending ? "One moment…" : label}
        </Button>
      </div>
    </form>
  );
}

/** A button for what asks password and code first. */
function Proven({ title, children, ...rest }: ProvenProps) {
  const [isOpen, setOpen] = useState(false);
  const done = (codes: string[] | undefined) => {
    setOpen(false);
    rest.onDone(codes);
  };
  return (
    <>
      <Button kind={rest.isDanger ? "danger" : "quiet"} type="button" onClick={() => setOpen(true)}>
        {rest.label}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={title} description={children}>
        <ProvenForm {...rest} onDone={done} />
      </Dialog>
    </>
  );
}

/** The second factor of the account. `factor` null: there is none. Codes that were just made stay until they were kept, whatever the page reads anew. */
export function SecondFactor({ factor, hasPassword }: { factor: { recoveryCodes: number } | null; hasPassword: boolean }) {
  const [codes, setCodes] = useState<string[]>();
  const { refresh } = useRouter();
  const done = (text: string) => {
    setCodes(undefined);
    toast.success(text);
    refresh();
  };
  if (codes) return <RecoveryCodes codes={codes} onDone={() => done("Your second factor is on.")} />;
  if (!factor) {
    return (
      <div className="flex flex-col gap-3">
        <p className="text-muted">Off. With one, signing in asks for a code of an authenticator app after the password, or a provider that asked for none.</p>
        <SetUpSecondFactor hasPassword={hasPassword} begin={beginSecondFactorAction} confirm={confirmSecondFactorAction} onCodes={setCodes} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p>
        On. {factor.recoveryCodes} of 10 recovery {factor.recoveryCodes === 1 ? "code is" : "codes are"} left.
      </p>
      <div className="flex flex-wrap gap-2">
        <Proven label="New recovery codes" title="Make new recovery codes?" hasPassword={hasPassword} action={renewRecoveryCodesAction} onDone={setCodes}>
          All earlier ones are good for nothing from then on.
        </Proven>
        <Proven
          isDanger
          label="Turn off"
          title="Turn the second factor off?"
          hasPassword={hasPassword}
          action={removeSecondFactorAction}
          onDone={() => done("Your second factor is off.")}
        >
          Your password alone signs you in from then on. Organizations that ask for a second factor let you in no more until you have one again.
        </Proven>
      </div>
    </div>
  );
}
