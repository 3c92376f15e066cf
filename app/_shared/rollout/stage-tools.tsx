import type { MouseEvent } from "react";
import { flushSync } from "react-dom";
import { Icon, type IconName } from "@/app/_ui/icon";

interface Props {
  index: number;
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const TOOL =
  "inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink aria-disabled:cursor-not-allowed aria-disabled:opacity-40 aria-disabled:hover:bg-transparent";

interface ToolProps {
  label: string;
  title: string;
  icon: IconName;
  isOff: boolean;
  onUse: () => void;
}

/** A button that keeps the focus where its stage moves, and where it can do nothing more, so that who moves it by the keyboard is not thrown out. */
function Tool({ label, title, icon, isOff, onUse }: ToolProps) {
  const use = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    if (isOff) return;
    flushSync(onUse);
    currentTarget.focus();
  };
  return (
    <button type="button" className={TOOL} aria-label={label} title={title} aria-disabled={isOff} onClick={use}>
      <Icon name={icon} />
    </button>
  );
}

/** Moves a stage up or down, or takes it out. */
export function StageTools({ index, count, onMove, onRemove }: Props) {
  const name = `stage ${index + 1}`;
  return (
    <span className="flex shrink-0">
      <Tool label={`Move ${name} up`} title="Up" icon="up" isOff={index === 0} onUse={() => onMove(-1)} />
      <Tool label={`Move ${name} down`} title="Down" icon="down" isOff={index === count - 1} onUse={() => onMove(1)} />
      <Tool label={`Remove ${name}`} title="Remove" icon="close" isOff={count === 1} onUse={onRemove} />
    </span>
  );
}
