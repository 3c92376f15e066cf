"use client";
import { cutText } from "@/app/_shared/cut-text";
import { LinkButton, Notice } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { Time } from "@/app/_ui/time";
import type { Gone } from "./held-page";

interface Props {
  gone: Gone;
  /** What can be done about it, in words. */
  cure: string;
  yaml: string;
  leaveHref: string;
}

/** What went from under a form, by whom, and what to do with what was typed. */
export function GoneNotice({ gone: { what, lastStep, now }, cure, yaml, leaveHref }: Props) {
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
      <p className="mb-2 text-muted">What you typed stays here. {cure}</p>
      <span className="flex flex-wrap items-center gap-2">
        <CopyButton text={yaml} label="as YAML" face="Copy as YAML" />
        <LinkButton kind="quiet" href={leaveHref}>
          Leave
        </LinkButton>
      </span>
    </Notice>
  );
}
