"use client";
import { type ReactNode, useState } from "react";
import { CodeEditor } from "@/app/_shared/code-editor";
import { cutText } from "@/app/_shared/cut-text";
import { FindingList } from "@/app/_shared/finding-list";
import { FormError } from "@/app/_shared/form-error";
import { type FormOutcome, settle } from "@/app/_shared/use-form";
import { Button, Notice } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import type { DraftConflict, DraftFinding, DraftSaved, EntitySaved } from "@/server/domain/draft";
import type { Fields } from "./form-value";
import { takeUnsaved, useUnsaved } from "./use-unsaved";
import { yamlFaults } from "./yaml-faults";

interface Filled {
  text: string;
  revision: number;
  /** Of the entity as it was read; absent: of a whole draft. */
  stamp?: string;
}

interface Props {
  label: string;
  filled: Filled;
  isReadOnly: boolean;
  unsavedKey: string;
  check?: (fields: Fields) => DraftFinding[];
  /** The entity went from the draft: what to say of it, with what is typed, and the draft's revision by now. */
  gone?: { notice: (text: string) => ReactNode; revision: number };
  save: (given: Filled) => Promise<DraftSaved | EntitySaved | FormOutcome>;
  /** `id`: of the entity that was saved. */
  onSaved: (id?: string) => void;
}

/** A longer text is checked when it is saved: the page must not wait at every key. */
const MOST_CHECKED = 200_000;

const isFilled = (value: unknown): value is Filled => typeof value === "object" && value !== null && "text" in value && "revision" in value;

/** Who changed what meanwhile; saving again lets this text win. */
function Conflicts({ conflicts }: { conflicts: DraftConflict[] }) {
  const [now] = useState(() => Date.now());
  return (
    <Notice tone="warn" role="alert">
      <p className="font-medium">The draft has changed since this text was filled. Save again, and your text wins where both changed:</p>
      <ul className="list-disc pl-5">
        {conflicts.slice(0, 10).map(({ key, label, authorName, title, at, fields = [] }) => (
          <li key={`${key.kind} ${key.id}`} className="break-words">
            {cutText(label)}: {cutText(title)}, {authorName}, <Time at={at} now={now} />
            {fields.length > 0 && ` (${fields.map(({ path }) => path.join(".")).join(", ")})`}
          </li>
        ))}
        {conflicts.length > 10 && <li>and {conflicts.length - 10} more</li>}
      </ul>
    </Notice>
  );
}

/** An entity, or a whole draft, as YAML. Secrets show as a mask, which stands for what is stored. Nothing typed is lost by a refusal. */
export function EntityYaml({ label, filled, isReadOnly, unsavedKey, check, gone, save, onSaved }: Props) {
  const [restored] = useState(() => takeUnsaved(unsavedKey));
  const [base, setBase] = useState(filled);
  const [text, setText] = useState(isFilled(restored) ? restored.text : filled.text);
  const [revision, setRevision] = useState(isFilled(restored) ? restored.revision : filled.revision);
  const [stamp, setStamp] = useState(isFilled(restored) ? restored.stamp : filled.stamp);
  // Counts what the editor was filled with anew.
  const [fills, setFills] = useState(0);
  const [findings, setFindings] = useState<DraftFinding[]>([]);
  const [conflicts, setConflicts] = useState<DraftConflict[]>([]);
  const [refusal, setRefusal] = useState<FormOutcome>({});
  const [isPending, setPending] = useState(false);
  const isDirty = text !== base.text;
  useUnsaved(unsavedKey, { text, revision, stamp }, isDirty);
  const fill = () => {
    setBase(filled);
    setText(filled.text);
    setRevision(filled.revision);
    setStamp(filled.stamp);
    setConflicts([]);
    setFindings([]);
    setFills(fills + 1);
  };
  // Nothing typed: what somebody else saved takes the place of what is shown.
  if (filled.revision > revision && filled.text !== base.text && !isDirty) fill();
  const send = async () => {
    setPending(true);
    setRefusal({});
    setFindings([]);
    const answer = await settle(() => save(gone ? { text, revision: gone.revision } : { text, revision, stamp }));
    setPending(false);
    if (!("ok" in answer)) return setRefusal(answer);
    setConflicts(answer.ok || answer.reason === "findings" ? [] : answer.conflicts);
    if (answer.ok) {
      setBase({ text, revision: answer.revision });
      setRevision(answer.revision);
      setStamp(undefined);
      return onSaved("id" in answer ? answer.id : undefined);
    }
    if (answer.reason === "findings") return setFindings(answer.findings);
    return setRevision(answer.revision);
  };
  return (
    <div className="flex flex-col gap-3">
      {gone?.notice(text)}
      <CodeEditor
        key={fills}
        initialText={text}
        label={label}
        isReadOnly={isReadOnly}
        onChange={setText}
        check={(typed) => (typed.length > MOST_CHECKED ? [] : yamlFaults(typed, check))}
      />
      {findings.length > 0 && (
        <div role="alert">
          <FindingList findings={findings} />
        </div>
      )}
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} />}
      <FormError result={refusal} />
      {!isReadOnly && (
        <div className="flex flex-wrap items-center gap-3">
          <Button type="button" disabled={isPending || (!isDirty && !gone)} onClick={() => void send()}>
            {isPending ? "Saving…" : gone ? "Create it again" : "Save to the draft"}
          </Button>
          {isDirty && (
            <>
              <Button kind="quiet" type="button" onClick={fill}>
                Back to the draft&apos;s
              </Button>
              <span role="status" className="text-[13px] text-warn">
                ● not saved
              </span>
            </>
          )}
        </div>
      )}
    </div>
  );
}
