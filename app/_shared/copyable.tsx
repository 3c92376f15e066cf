import { CopyButton } from "@/app/_ui/copy-button";

/** An ID, a hash or a token, whole, with a button that copies it. `label`: whose it is, as in "the group's ID". */
export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="text-[12.5px] break-all">{text}</code>
      <CopyButton text={text} label={label} isSmall />
    </span>
  );
}
