import type { ReactNode } from "react";
import { SeenNotice } from "./seen-notice";

/** That somebody else saved what a form is about since it was filled in, and what; what was typed is saved over it only once the reader says so. */
export function ChangedMeanwhile({ what, children, onSeen }: { what: string; children: ReactNode; onSeen: () => void }) {
  return (
    <SeenNotice onSeen={onSeen}>
      <p className="font-medium">Somebody else changed {what} since you opened this page.</p>
      {children}
      <p className="text-muted">Once you have seen it, you can save yours in its place.</p>
    </SeenNotice>
  );
}
