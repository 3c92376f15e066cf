import type { ReactNode } from "react";
import { CodeBlock } from "@/app/_shared/code-block";
import { Button, Notice } from "@/app/_ui/controls";

interface Props {
  /** What is shown this once. */
  text: string;
  /** What it is, after "copy": "the access token". */
  label: string;
  /** Above the text. */
  caption: ReactNode;
  /** Why it is to be copied now. */
  children: ReactNode;
  onClose: () => void;
}

/** A secret that was just made, to be copied before it is hidden for good. */
export function ShownOnce({ text, label, caption, children, onClose }: Props) {
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn" role="status">
        Copy it now: {children}
      </Notice>
      <CodeBlock text={text} label={label}>
        {caption}
      </CodeBlock>
      <div className="flex justify-end">
        <Button type="button" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </div>
  );
}
