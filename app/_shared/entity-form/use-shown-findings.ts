"use client";
import { useState } from "react";
import type { DraftFinding } from "@/server/domain/draft";
import type { FieldFinding } from "./form-context";
import { type FieldPath, type Fields, isWithin, pathKey, valueAt } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";

const findingOf = ({ severity, message, cure, field }: DraftFinding): FieldFinding => ({ severity, field: field ?? [], text: `${message} ${cure}`.trim() });

interface Options {
  filled: { fields: Fields };
  /** What the server has to say of it as it is. */
  known: DraftFinding[];
  fields: Fields;
  isNew: boolean;
  check: (fields: Fields) => DraftFinding[];
}

/** What is wrong, as far as it is due: of a new entity only where something was typed, until it is to be saved. */
export function useShownFindings({ filled, known, fields, isNew, check }: Options) {
  const [told, setTold] = useState({ fields: filled.fields, findings: known });
  const [touched, setTouched] = useState<FieldPath[]>([]);
  const [isTried, setTried] = useState(!isNew);
  // What the server alone knows holds until its field is another.
  const onServer = told.findings.filter(({ field = [] }) => isSame(valueAt(told.fields, field), valueAt(fields, field)));
  const all = new Map([...check(fields), ...onServer].map((each) => [pathKey([...(each.field ?? []), each.message]), findingOf(each)]));
  const isDue = ({ field }: FieldFinding) =>
    isTried || (field.length > 0 && touched.some((path) => isWithin(field, path) || (path.length > 1 && isWithin(path, field))));
  const touch = (path: FieldPath) => setTouched((paths) => (paths.some((each) => pathKey(each) === pathKey(path)) ? paths : [...paths, path]));
  return { findings: [...all.values()].filter(isDue), touch, setTold, setTried };
}
