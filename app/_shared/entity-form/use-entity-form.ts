"use client";
import { useRef, useState } from "react";
import { type FormOutcome, settle } from "@/app/_shared/use-form";
import { isError } from "@/server/domain/config-document/finding";
import type { DraftConflict, DraftFinding, EntitySaved } from "@/server/domain/draft";
import { type Fields } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import { differences } from "./merge-fields";
import { useShownFindings } from "./use-shown-findings";
import { takeUnsaved, useUnsaved } from "./use-unsaved";

/** An entity as the form was filled with it. */
export interface FilledForm {
  fields: Fields;
  revision: number;
  /** Of the entity as it was read; absent: a new one. */
  stamp?: string;
}

/** What a save is given. `isAnew`: the entity is gone and shall be created again. */
export interface SaveForm {
  fields: Fields;
  revision: number;
  stamp?: string;
  isAnew?: boolean;
}

export type SaveEntity = (form: SaveForm) => Promise<EntitySaved | FormOutcome>;

/** What was typed and what it began from, whatever the entity is by now: who comes back has not seen that. */
interface Kept {
  fields: Fields;
  revision: number;
  base: FilledForm;
}

const isKept = (value: unknown): value is Kept => typeof value === "object" && value !== null && "fields" in value && "base" in value;

interface Options {
  /** The page, by which unsaved input is kept. */
  unsavedKey: string;
  filled: FilledForm;
  /** What the server has to say of it as it is. */
  known: DraftFinding[];
  isNew: boolean;
  check: (fields: Fields) => DraftFinding[];
  /** What is saved of what is typed. */
  clean: (typed: Fields, filled: Fields) => Fields;
  save: SaveEntity;
  onSaved: (saved: { id: string; revision: number }) => void;
}

/** What was typed, what is wrong with it, and what became of saving it. Nothing typed is lost by a refusal. */
export function useEntityForm({ unsavedKey, filled, known, isNew, check, clean, save, onSaved }: Options) {
  const [restored] = useState(() => takeUnsaved(unsavedKey));
  const [base, setBase] = useState(isKept(restored) ? restored.base : filled);
  const [fields, setFields] = useState<Fields>(isKept(restored) ? restored.fields : filled.fields);
  const [revision, setRevision] = useState(isKept(restored) ? restored.revision : filled.revision);
  const told = useShownFindings({ filled, known, fields, isNew, check });
  const [refusal, setRefusal] = useState<FormOutcome>({});
  const [conflict, setConflict] = useState<DraftConflict & { revision: number }>();
  const [isPending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isDirty = !isSame(fields, base.fields);
  useUnsaved(unsavedKey, { fields, revision, base }, isDirty);
  // Nothing typed: what somebody else saved takes the place of what is shown.
  if (filled.stamp !== base.stamp && filled.revision >= revision && !isDirty) {
    setBase(filled);
    setFields(filled.fields);
    setRevision(filled.revision);
    told.setTold({ fields: filled.fields, findings: known });
  }

  const change = (next: Fields) => {
    for (const path of differences(fields, next)) told.touch(path);
    setFields(next);
  };
  const focusFirst = () =>
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
      first?.focus();
      // With what is said below it.
      first?.closest("[data-path]")?.scrollIntoView({ block: "nearest" });
    });
  const send = async (asked: SaveForm) => {
    const given = { ...asked, fields: clean(asked.fields, base.fields) };
    setFields(given.fields);
    told.setTried(true);
    setRefusal({});
    if (check(given.fields).some(isError)) return focusFirst();
    setPending(true);
    const answer = await settle(() => save(given));
    setPending(false);
    if (!("ok" in answer)) return setRefusal(answer);
    if (answer.ok) {
      setConflict(undefined);
      told.setTold({ fields: given.fields, findings: answer.findings });
      setBase({ fields: given.fields, revision: answer.revision });
      setRevision(answer.revision);
      return onSaved({ id: answer.id, revision: answer.revision });
    }
    if (answer.reason === "conflict") return setConflict(answer.conflicts[0] && { ...answer.conflicts[0], revision: answer.revision });
    told.setTold({ fields: given.fields, findings: answer.findings });
    return focusFirst();
  };
  const wasRestored = isKept(restored);
  return { form, fields, base, revision, told, refusal, conflict, isDirty, isPending, wasRestored, change, send, setFields, setConflict };
}
