"use client";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FormError } from "@/app/_shared/form-error";
import { useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { changeInstancesAction } from "./actions";
import { ACTS, type ActName, type Choice } from "./instance-acts";

const FIELDS = ["version", "note", "set", "labels", "remove"];

interface Props {
  at: { org: string; groupId: string };
  act: ActName;
  choice: Choice;
  /** "gateway-1", or "12 instances". */
  whom: string;
  live: number | null;
  onClose: () => void;
  onDone?: (() => void) | undefined;
}

/** Tells what an act does to instances, asks for what it needs, and does it; a refusal stays in the dialog with what was typed. */
export function InstanceActDialog({ at, act, choice, whom, live, onClose, onDone }: Props) {
  const { label, explanation, done } = ACTS[act];
  const isDanger = act === "archive";
  const send = async (given: FormData) => {
    const outcome = await changeInstancesAction(at, act, choice, given);
    if (!("changed" in outcome)) return outcome;
    const rest = outcome.unchanged > 0 ? ` ${countText(outcome.unchanged, "other")} needed no change, or cannot be changed.` : "";
    toast.success(`${countText(outcome.changed, "instance")} ${done}.${rest}`);
    return { isDone: true };
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, FIELDS, () => {
    onClose();
    onDone?.();
  });
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`${label}: ${whom}`} description={explanation}>
      <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
        {act === "pin" && (
          <>
            <Field
              label="Config version"
              name="version"
              type="number"
              min={1}
              required
              defaultValue={live ?? undefined}
              hint={live === null ? "Nothing is published yet." : `Its number; v${live} is live.`}
              error={errorOf("version")}
            />
            <Field label="Why (optional)" name="note" maxLength={200} autoComplete="off" error={errorOf("note")} />
          </>
        )}
        {act === "label" && (
          <>
            <Field
              label="Set"
              name="set"
              autoComplete="off"
              placeholder="stage=prod, region=eu"
              hint="key=value, separated by commas."
              error={errorOf("set") ?? errorOf("labels")}
            />
            <Field label="Remove" name="remove" autoComplete="off" placeholder="rack, zone" hint="Keys, separated by commas." error={errorOf("remove")} />
          </>
        )}
        <FormError result={elsewhere} />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="quiet" type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button kind={isDanger ? "danger" : "primary"} disabled={isPending}>
            {isPending ? "One moment…" : label}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
