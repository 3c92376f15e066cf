"use client";
import { type ReactNode, useState, useTransition } from "react";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FieldDiffs } from "@/app/_shared/field-diff";
import { FormError } from "@/app/_shared/form-error";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { settle } from "@/app/_shared/use-form";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { DraftConflict, DraftReview } from "@/server/domain/draft";
import { rebaseAction } from "./actions";

interface Props {
  at: { org: string; groupId: string };
  live: NonNullable<DraftReview["live"]>;
  base: DraftReview["base"];
  revision: number;
  conflicts: DraftConflict[];
  /** How many more of these there are. */
  more: number;
  canEdit: boolean;
}

const keyText = ({ key: { kind, id } }: DraftConflict): string => `${kind} ${id}`;

interface Choosing {
  isKept: boolean;
  live: number;
  onChoose: (isKept: boolean) => void;
}

function Choice({ name, title, isKept, live, onChoose, children }: Choosing & { name: string; title: string; children?: ReactNode }) {
  const options = [
    [true, "Keep the draft's"],
    [false, `Take v${live}'s`],
  ] as const;
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 font-medium break-all">{title}</legend>
      <div className="flex flex-wrap gap-x-4">
        {options.map(([value, text]) => (
          <label key={text} className="flex min-h-9 items-center gap-2">
            <input type="radio" name={name} checked={isKept === value} onChange={() => onChoose(value)} />
            {text}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}

function ConflictChoice({ conflict, ...choosing }: Choosing & { conflict: DraftConflict }) {
  return (
    <Choice {...choosing} name={keyText(conflict)} title={`${kindNoun(conflict.key.kind)} ${conflict.label}`}>
      {conflict.theirs ? (
        conflict.fields && <FieldDiffs diff={{ change: "changed", fields: conflict.fields }} />
      ) : (
        <p className="text-[13px] text-muted">v{choosing.live} deleted it.</p>
      )}
    </Choice>
  );
}

/** That another version went live since the draft began, and the way to bring the draft up to it without losing either side unseen. */
export function BehindLive({ at, live, base, revision, conflicts, more, canEdit }: Props) {
  const [keepsOthers, setKeepsOthers] = useState(true);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const choose = (conflict: DraftConflict, isKept: boolean) => {
    const next = new Set(taken);
    if (isKept) next.delete(keyText(conflict));
    else next.add(keyText(conflict));
    setTaken(next);
  };
  const bring = () =>
    start(async () => {
      const keysOf = (isTaken: boolean) => conflicts.filter((conflict) => taken.has(keyText(conflict)) === isTaken).map(({ key }) => key);
      const chosen = keepsOthers ? { take: keysOf(true) } : { keep: keysOf(false) };
      const outcome = await settle(() => rebaseAction(at, { revision, seenLive: live.version, ...chosen }));
      setResult(outcome);
      if (outcome.error) return;
      const errors = "errors" in outcome ? (outcome.errors ?? 0) : 0;
      if (errors > 0) toast.warning(`The draft now stands on v${live.version}, and does not hold together: mend the ${countText(errors, "error")}.`);
      else toast.success(`The draft now stands on v${live.version}.`);
    });
  return (
    <Notice tone="warn">
      <p>
        {live.authorName} published <TextLink href={paths.version(at.org, at.groupId, live.version)}>{`v${live.version}`}</TextLink>
        {base ? ` since this draft began from v${base.version}` : " since this draft began"}.{" "}
        {conflicts.length === 0
          ? "They and this draft changed different entities: publishing keeps both."
          : "They and this draft changed the same entities. Choose what is kept of each; everything else of both sides stays."}
      </p>
      {canEdit && (
        <div className="mt-2 flex flex-col gap-2">
          {conflicts.map((conflict) => (
            <ConflictChoice
              key={keyText(conflict)}
              conflict={conflict}
              live={live.version}
              isKept={!taken.has(keyText(conflict))}
              onChoose={(isKept) => choose(conflict, isKept)}
            />
          ))}
          {more > 0 && (
            <Choice
              name="others"
              title={`All ${countText(more, "more entity")} that both changed`}
              live={live.version}
              isKept={keepsOthers}
              onChoose={setKeepsOthers}
            />
          )}
          <FormError result={result} />
          <div>
            <Button kind="quiet" type="button" disabled={isPending} onClick={bring}>
              {isPending ? "One moment…" : `Bring the draft up to v${live.version}`}
            </Button>
          </div>
        </div>
      )}
    </Notice>
  );
}
