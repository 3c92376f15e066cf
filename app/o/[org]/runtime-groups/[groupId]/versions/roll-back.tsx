"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { toast } from "sonner";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { countText } from "@/app/_shared/count-text";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import { failureOf, trpc } from "@/app/_trpc/client";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Field, TextLink } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { paths } from "@/app/paths";
import { rollBackAction } from "./actions";

interface Props {
  at: { org: string; groupId: string };
  number: number;
  /** The version that is live. */
  live: number | null;
  /** Of the group: who is told. */
  instances: number;
}

type Counts = { created: number; changed: number; deleted: number };

/** What rolling back would change, asked for when the dialog opens. */
function useDifference({ at, number, live }: Props) {
  const [told, setTold] = useState<{ counts: Counts } | { failure: string }>();
  const ask = async () => {
    setTold(undefined);
    if (live === null) return;
    const answer = await trpc.configVersions.compare.query({ ...at, from: live, to: number }).catch(failureOf);
    setTold("kind" in answer ? { failure: answer.message } : { counts: answer.counts });
  };
  return { told, ask };
}

function Told({ told, at, number, live }: Props & { told: ReturnType<typeof useDifference>["told"] }) {
  if (live === null) return null;
  if (!told) return <p role="status">Comparing with v{live}…</p>;
  if ("failure" in told) return <p>What changes could not be read: {told.failure}</p>;
  return (
    <p>
      Against v{live}, which is live: <ChangeCounts counts={told.counts} />.{" "}
      <TextLink href={paths.compare(at.org, at.groupId, live, number)}>See every change</TextLink>
    </p>
  );
}

/** Rolls back at once, after telling what that changes and who is told: a new version with the old content. */
export function RollBack(props: Props) {
  const { at, number, live, instances } = props;
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const { told, ask } = useDifference(props);
  const open = (next: boolean) => {
    setResult({});
    setOpen(next);
    if (next) void ask();
  };
  const rollBack = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get("message") ?? "").trim();
    start(async () => {
      const outcome = await settle(() => rollBackAction(at, number, message));
      setResult(outcome);
      if (outcome.error) return;
      setOpen(false);
      const published = "number" in outcome ? outcome.number : undefined;
      toast.success(`Rolled back to v${number}${published ? `: v${published} is live now` : ""}.`);
      if (published) router.push(paths.version(at.org, at.groupId, published));
    });
  };
  return (
    <>
      <Button kind="quiet" type="button" onClick={() => open(true)}>
        Roll back to this
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={open}
        title={`Roll back to v${number} now?`}
        description={
          <div className="flex flex-col gap-2">
            <p>
              The content of v{number} becomes a new config version, which is live at once
              {instances === 0
                ? ". No instance is here yet."
                : ` and goes to ${instances === 1 ? "the instance" : `all ${instances} instances`} of this group.`}{" "}
              Nothing is deleted: v{live} stays in the list, and the draft stays as it is.
            </p>
            <Told {...props} told={told} />
          </div>
        }
      >
        <form onSubmit={rollBack} className="flex flex-col gap-3">
          <Field label="Message (optional)" name="message" maxLength={500} autoComplete="off" hint={`Why. Without one it says that v${number} came back.`} />
          <FormError result={result} />
          <div className="flex justify-end gap-2">
            <Button kind="quiet" type="button" onClick={() => open(false)}>
              Cancel
            </Button>
            <Button disabled={isPending}>{isPending ? "Rolling back…" : `Roll back ${countText(instances, "instance")}`}</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
