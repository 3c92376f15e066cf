"use client";
import { createContext, type ReactNode, useContext } from "react";
import { isError } from "@/server/domain/config-document/finding";
import { type FieldPath, type Fields, isWithin, pathKey } from "./form-value";
import type { WidgetProps } from "./widget-props";

/** What is wrong at a place of the form. */
export interface FieldFinding {
  severity: "error" | "warning";
  field: FieldPath;
  text: string;
}

/** What a reference may be set to. */
export interface Choice {
  id: string;
  label: string;
}

/** What every field of a form may ask. */
export interface FormContextValue {
  /** The findings to show by now. */
  findings: readonly FieldFinding[];
  isReadOnly: boolean;
  /** By its path's key, why a field means nothing as the others are. */
  idle: ReadonlyMap<string, string>;
  /** By its path's key, of a field that an error across fields is about: the error, and the first of these fields, under which it is told. */
  concerned: ReadonlyMap<string, { lead: FieldPath; finding: FieldFinding }>;
  /** As the form was filled: what it held then is not folded away. */
  initial: Fields;
  /** The label of a reference's entity, where it is known. */
  labelOf: (kind: string, id: string) => string | undefined;
  pick: (kind: string, search: string) => Promise<Choice[] | string>;
  /** Where one of that kind is created; absent: not from here. */
  createHref: (kind: string) => string | undefined;
  /** Draws a field; here, because fields hold fields. */
  renderField: (props: WidgetProps) => ReactNode;
}

const FormContext = createContext<FormContextValue>({
  findings: [],
  isReadOnly: false,
  idle: new Map(),
  concerned: new Map(),
  initial: {},
  labelOf: () => undefined,
  pick: async () => [],
  createHref: () => undefined,
  renderField: () => null,
});

export const FormProvider = FormContext.Provider;
export const useFormContext = (): FormContextValue => useContext(FormContext);

export const fieldId = (path: FieldPath): string => `field-${path.map((step) => String(step).replaceAll(/[^\w-]/g, "_")).join("-")}`;

/** What a control needs to be named, described and marked as wrong. `isDeep`: what is wrong below it is told here too. */
export function useField(path: FieldPath, isDeep: boolean) {
  const { findings, isReadOnly, concerned } = useFormContext();
  const key = pathKey(path);
  const across = concerned.get(key);
  const isLead = across !== undefined && pathKey(across.lead) === key;
  const own = [...findings.filter(({ field }) => (isDeep ? isWithin(field, path) : pathKey(field) === key)), ...(isLead ? [across.finding] : [])];
  const isInvalid = own.some(isError) || across !== undefined;
  const id = fieldId(path);
  return {
    id,
    own,
    isReadOnly,
    wiring: {
      id,
      "aria-invalid": isInvalid ? true : undefined,
      "aria-describedby": `${id}-note${across && !isLead ? ` ${fieldId(across.lead)}-note` : ""}`,
    } as const,
  };
}

/** A field within a field. */
export function NestedField(props: WidgetProps) {
  return useFormContext().renderField(props);
}
