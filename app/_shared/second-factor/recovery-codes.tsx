import { CodeBlock } from "@/app/_shared/code-block";
import { Button, Notice } from "@/app/_ui/controls";

/** New recovery codes, which are shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="flex max-w-md flex-col gap-3">
      <Notice tone="warn" role="status">
        Keep these codes where you find them without your device. Each signs you in once in the place of a code.
      </Notice>
      <CodeBlock text={codes.join("\n")} label="recovery codes" fileName="signalbox-recovery-codes.txt">
        Shown this once
      </CodeBlock>
      <div>
        <Button type="button" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
