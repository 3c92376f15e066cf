"use client";
import { useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { setTagsAction } from "./actions";

/** Tags of a version as chips; nothing where there are none. */
export function TagChips({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span className="inline-flex flex-wrap gap-1 align-middle">
      {tags.map((tag) => (
        <span key={tag} className="rounded border border-line bg-surface px-1 font-mono text-[11.5px] break-all">
          {tag}
        </span>
      ))}
    </span>
  );
}

const tagsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\s]+/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** The tags of a version and, for who may, a dialog that changes them. */
export function VersionTags({ at, number, tags, canEdit }: { at: { org: string; groupId: string }; number: number; tags: string[]; canEdit: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const save = async (form: FormData) => {
    const result = await setTagsAction(at, number, tagsIn(String(form.get("tags") ?? "")));
    return result.error ? result : { isDone: true };
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(save, ["tags"], () => setOpen(false));
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <TagChips tags={tags} />
      {canEdit && (
        <button type="button" className="text-accent underline underline-offset-2" onClick={() => setOpen(true)}>
          {tags.length > 0 ? "Change tags" : "Add a tag"}
        </button>
      )}
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={`Tags of v${number}`}
        description="A tagged version keeps its content for as long as it is tagged, whatever else is cleaned up."
      >
        <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-3">
          <Field
            label="Tags"
            name="tags"
            defaultValue={tags.join(" ")}
            error={errorOf("tags")}
            autoComplete="off"
            hint="Separated by spaces or commas, such as: stable before-move"
          />
          <FormError result={elsewhere} />
          <div className="flex justify-end gap-2">
            <Button kind="quiet" type="button" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button disabled={isPending}>Save</Button>
          </div>
        </form>
      </Dialog>
    </span>
  );
}
