import { Button } from "@/app/_ui/controls";
import { FormError } from "./form-error";
import type { FormOutcome } from "./use-form";

/** The end of a form that stays: a refusal that belongs to no field, the button, and that it was saved. */
export function SaveRow({
  button,
  elsewhere,
  isPending,
  isDone,
}: {
  button: string;
  elsewhere: FormOutcome | undefined;
  isPending: boolean;
  isDone: boolean | undefined;
}) {
  return (
    <>
      <FormError result={elsewhere} />
      <div className="flex items-center gap-3">
        <Button disabled={isPending}>{button}</Button>
        {isDone && (
          <span role="status" className="text-ok">
            Saved.
          </span>
        )}
      </div>
    </>
  );
}
