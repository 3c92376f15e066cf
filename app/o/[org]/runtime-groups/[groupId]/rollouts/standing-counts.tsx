import type { StageTally } from "@/server/domain/rollout/decide";
import type { Standing } from "@/server/domain/rollout/standing";
import { sumOf } from "./reach-counts";

interface Look {
  shape: string;
  /** Of the word. */
  text: string;
  /** Of its part of the bar. */
  bar: string;
  means: string;
}

/** How each standing looks, in the order of the bar, and what it means. */
export const STANDING_LOOKS: Record<Standing, Look> = {
  proven: { shape: "✓", text: "text-ok", bar: "bg-ok", means: "runs it, and was ready for as long as the gate asks" },
  settling: { shape: "…", text: "text-ok", bar: "bg-ok/60", means: "runs it and is ready, not for long enough so far" },
  unready: { shape: "◐", text: "text-warn", bar: "bg-warn", means: "runs it, but is not ready, or silent" },
  waiting: { shape: "…", text: "text-warn", bar: "bg-warn/50", means: "is to take it, and has not so far" },
  late: { shape: "◌", text: "text-muted", bar: "bg-edge", means: "enrolled after the stage began: holds nobody up" },
  rejected: { shape: "✕", text: "text-danger", bar: "bg-danger", means: "its Kong refused it" },
  "not ready": { shape: "✕", text: "text-danger", bar: "bg-danger", means: "turned not ready after it took it, or its Kong went away" },
  vanished: { shape: "○", text: "text-danger", bar: "bg-danger", means: "was not heard of any more after it took it" },
  accepted: { shape: "!", text: "text-warn", bar: "bg-danger/50", means: "had failed when a person resumed: neither halts nor holds it" },
  held: { shape: "‖", text: "text-muted", bar: "bg-edge", means: "pinned or paused: stays as it is" },
  away: { shape: "○", text: "text-muted", bar: "bg-edge/60", means: "away since before its turn: gets it when it comes back" },
  revoked: { shape: "✕", text: "text-muted", bar: "bg-edge/60", means: "its credential is revoked: takes nothing" },
  unreached: { shape: "–", text: "text-muted", bar: "bg-line", means: "keeps what it has until its stage" },
};

// safe because these are the keys of the constant just above
export const STANDINGS_SHOWN = Object.keys(STANDING_LOOKS) as Standing[];

/** A standing as a word and a shape; what it means on hover. */
export function StandingBadge({ standing, count }: { standing: Standing; count?: number }) {
  const { shape, text, means } = STANDING_LOOKS[standing];
  return (
    <span className={`whitespace-nowrap tabular-nums ${text}`} title={means}>
      <span aria-hidden="true">{shape}</span> {count !== undefined && count.toLocaleString("en")} {standing}
    </span>
  );
}

/** How many instances of some stages stand where, as words and as a bar. */
export function StandingCounts({ stages }: { stages: readonly StageTally[] }) {
  const told = STANDINGS_SHOWN.map((standing) => ({ standing, count: sumOf(stages, [standing]) })).filter(({ count }) => count > 0);
  const total = told.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return <span className="text-muted">nobody</span>;
  return (
    <div className="min-w-0">
      <div className="flex h-1.5 overflow-hidden rounded bg-line" aria-hidden="true">
        {told.map(({ standing, count }) => (
          <span key={standing} className={STANDING_LOOKS[standing].bar} style={{ width: `${(100 * count) / total}%` }} />
        ))}
      </div>
      <p className="mt-1 flex flex-wrap gap-x-3 text-[13px]">
        {told.map(({ standing, count }) => (
          <StandingBadge key={standing} standing={standing} count={count} />
        ))}
      </p>
    </div>
  );
}
