const SHAPES: Record<string, [shape: string, tone: string]> = {
  connected: ["●", "text-ok"],
  stale: ["◐", "text-warn"],
  disconnected: ["○", "text-danger"],
  "never connected": ["◌", "text-muted"],
  "in sync": ["✓", "text-ok"],
  pending: ["…", "text-warn"],
  running: ["●", "text-accent"],
  halted: ["✕", "text-danger"],
  completed: ["✓", "text-ok"],
  "rolled back": ["↺", "text-warn"],
  abandoned: ["–", "text-warn"],
  rejected: ["✕", "text-danger"],
  drifted: ["≠", "text-warn"],
  ready: ["✓", "text-ok"],
  "not ready": ["✕", "text-danger"],
  compatible: ["✓", "text-ok"],
  "compatible with limitations": ["!", "text-warn"],
  incompatible: ["✕", "text-danger"],
  valid: ["✓", "text-ok"],
  revoked: ["✕", "text-danger"],
  expired: ["○", "text-muted"],
  "used up": ["○", "text-muted"],
  applied: ["✓", "text-ok"],
  offered: ["→", "text-muted"],
  drift: ["≠", "text-warn"],
  live: ["●", "text-ok"],
  "runs it": ["✓", "text-ok"],
  "not reached": ["→", "text-muted"],
  pinned: ["▪", "text-muted"],
  paused: ["‖", "text-muted"],
  superseded: ["–", "text-muted"],
  away: ["○", "text-danger"],
};

const lookOf = (state: string): [shape: string, tone: string] => SHAPES[state] ?? ["–", "text-muted"];

/** The shape of a state, for beside words that tell it. */
export function StateMark({ state }: { state: string }) {
  const [shape, tone] = lookOf(state);
  return (
    <span aria-hidden="true" className={`inline-block w-4 text-center ${tone}`}>
      {shape}
    </span>
  );
}

/** A state as a word and a shape, never a colour alone. */
export function StateBadge({ state }: { state: string }) {
  return (
    <span className={`whitespace-nowrap ${lookOf(state)[1]}`}>
      <StateMark state={state} /> <span>{state}</span>
    </span>
  );
}
