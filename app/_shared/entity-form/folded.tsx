"use client";
import { type ReactNode, useState } from "react";
import { useFormContext } from "./form-context";
import { type FieldPath, isWithin } from "./form-value";

/** A part of a form that is folded; open where it was set when the form was filled, and where something in it is wrong. */
export function Folded({ paths, isSet, title, children }: { paths: readonly FieldPath[]; isSet: boolean; title: string; children: ReactNode }) {
  const { findings } = useFormContext();
  const [isOpen, setOpen] = useState(isSet);
  const isWrong = findings.some(({ field }) => paths.some((path) => isWithin(field, path)));
  return (
    <details open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-muted hover:text-ink">{title}</summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
