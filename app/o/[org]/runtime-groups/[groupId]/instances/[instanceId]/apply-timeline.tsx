import { StateBadge } from "@/app/_shared/state-badge";
import { Card, Empty } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";

interface Row {
  id: string;
  kind: "offered" | "applied" | "rejected" | "drift";
  versionNumber: number | null;
  kongStatus: number | null;
  at: number;
  tookMs: number | null;
  fetchMs: number | null;
  verifyMs: number | null;
  applyMs: number | null;
}

const durationText = (ms: number): string => (ms < 1000 ? `${ms} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`);

/** The way of a document through the node, as far as its agent told how long each part took. */
function stepsOf({ kind, kongStatus, fetchMs, verifyMs, applyMs }: Row): string {
  // Refused before it reached Kong.
  const verified = kind === "rejected" && kongStatus === 0 ? "not verified" : "verified";
  const steps = [
    ["fetched", fetchMs],
    [verified, verifyMs],
    [kind, applyMs],
  ] as const;
  return steps.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${durationText(ms)}`])).join(" → ");
}

function detailsOf(row: Row): string {
  const { kind, kongStatus, tookMs } = row;
  if (kind === "drift") return "changed on the node itself";
  const answer = kongStatus !== null && kongStatus > 0 && `Kong answered ${kongStatus}`;
  const total = tookMs !== null && `${durationText(tookMs)} since the offer`;
  return [stepsOf(row), total, answer].filter(Boolean).join(", ");
}

/** What was offered to the instance and what became of it, newest first. */
export function ApplyTimeline({ rows, now }: { rows: Row[]; now: number }) {
  return (
    <Card title="Apply timeline">
      {rows.length === 0 && <Empty title="Nothing was offered yet">Publish a config in this group; what the instance makes of it is listed here.</Empty>}
      <ol className="max-h-[32rem] overflow-y-auto" tabIndex={rows.length > 0 ? 0 : undefined} aria-label="Apply timeline">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 border-line py-1.5 not-first:border-t">
            <span className="w-20 text-muted">
              <Time at={row.at} now={now} />
            </span>
            <span className="w-24">
              <StateBadge state={row.kind} />
            </span>
            <span className="w-10 tabular-nums">{row.versionNumber ? `v${row.versionNumber}` : "–"}</span>
            <span className="text-[13px] text-muted">{detailsOf(row)}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
