const SHAPES: Record<string, [shape: string, tone: string]> = {
  connected: ["●", "text-ok"],
  stale: ["◐", "text-warn"],
  disconnected: ["○", "text-danger"],
  "never connected": ["◌", "text-muted"],
  "in sync": ["✓", "text-ok"],
  pending: ["…", "text-warn"],
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

/** A state as a word and a shape, never a colour alone. */
export function StateBadge({ state }: { state: string }) {
  const [shape, tone] = SHAPES[state] ?? ["–", "text-muted"];
  return (
    <span className={`whitespace-nowrap ${tone}`}>
      <span aria-hidden="true" className="inline-block w-4 text-center">
        {shape}
      </span>{" "}
      <span>{state}</span>
    </span>
  );
}
