import type { ReactNode } from "react";
import { Button, Notice } from "@/app/_ui/controls";

/** That something changed under the reader's hands, and the button that says it was seen; what asks for it goes on only then. */
export function SeenNotice({ children, onSeen }: { children: ReactNode; onSeen: () => void }) {
  return (
    <Notice tone="warn" role="alert">
      {children}
      <div className="mt-2">
        <Button kind="quiet" type="button" onClick={onSeen}>
          I have seen it
        </Button>
      </div>
    </Notice>
  );
}
