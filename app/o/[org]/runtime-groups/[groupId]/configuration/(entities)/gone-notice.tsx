"use client";
import { cutText } from "@/app/_shared/cut-text";
import { LinkButton, Notice } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { Time } from "@/app/_ui/time";
import type { Gone } from "./held-page";

interface Props {
  gone: Gone;
  isNew: boolean;
  isReadOnly: boolean;
  yaml: string;
  leaveHref: string;
}

function cureOf({ isNew, isReadOnly }: Pick<Props, "isNew" | "isReadOnly">): string {
  if (isReadOnly) return "This is what it was.";
  return `What you typed stays here. ${isNew ? "Choose another, or undo that in the history of the draft." : "Create it again from this, or copy it."}`;
}

/** What went from under a form, by whom, and what to do with what was typed. */
export function GoneNotice({ gone: { what, lastStep, now }, yaml, leaveHref, ...form }: Props) {
  return (
    <Notice tone="warn" role="alert">
      <p className="font-medium wrap-anywhere">
        {what} is no longer in the draft:{" "}
        {lastStep ? (
          <>
            {cutText(lastStep.title)}, by {lastStep.authorName}, <Time at={lastStep.at} now={now} />.
          </>
        ) : (
          "the draft was discarded or published meanwhile."
        )}
      </p>
      <p className="mb-2 text-muted">{cureOf(form)}</p>
      <span className="flex flex-wrap items-center gap-2">
        <CopyButton text={yaml} label="as YAML" face="Copy as YAML" />
        <LinkButton kind="quiet" href={leaveHref}>
          Leave
        </LinkButton>
      </span>
    </Notice>
  );
}
