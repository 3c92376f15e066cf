import { Icon } from "@/app/_ui/icon";

interface Props {
  index: number;
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const TOOL =
  "inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink disabled:opacity-40 disabled:hover:bg-transparent";

/** Moves a stage up or down, or takes it out. */
export function StageTools({ index, count, onMove, onRemove }: Props) {
  const name = `stage ${index + 1}`;
  return (
    <span className="flex">
      <button type="button" className={TOOL} aria-label={`Move ${name} up`} title="Up" disabled={index === 0} onClick={() => onMove(-1)}>
        <Icon name="up" />
      </button>
      <button type="button" className={TOOL} aria-label={`Move ${name} down`} title="Down" disabled={index === count - 1} onClick={() => onMove(1)}>
        <Icon name="down" />
      </button>
      <button type="button" className={TOOL} aria-label={`Remove ${name}`} title="Remove" disabled={count === 1} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
