import type { inferRouterOutputs } from "@trpc/server";
import { Card, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { AppRouter } from "@/server/trpc/root";

type Condition = inferRouterOutputs<AppRouter>["conditions"]["list"][number];

/** Something to look at, and where. */
export interface AttentionLine {
  id: string;
  tone: "danger" | "warn";
  text: string;
  href: string;
  /** Absent: it is not told since when. */
  since?: number;
}

/** The instances of a group that a condition of that kind is about. */
const FILTERS = {
  rejected: { sync: "rejected" },
  drifted: { sync: "drifted" },
  offline: { connection: "disconnected" },
  stale: { connection: "stale" },
  notReady: { readiness: "not ready" },
} as const;

function hrefOf(org: string, { kind, groupId, subject }: Condition): string {
  if (groupId === null) return paths.accessTokens(org);
  if (kind === "rolloutHalted" || kind === "approvalAwaited") return subject ? paths.rollout(org, groupId, subject.id) : paths.rollouts(org, groupId);
  if (kind === "tokenExpiring") return paths.groupSettings(org, groupId);
  if (kind === "certificateExpiring")
    return subject && subject.kind !== "instance" && subject.kind !== "token"
      ? paths.entity(org, groupId, { kind: subject.kind, id: subject.id })
      : paths.entities(org, groupId, "certificates");
  return subject ? paths.instance(org, groupId, subject.id) : paths.instances(org, groupId, FILTERS[kind]);
}

/** The lines of conditions; with the group before each, or without where the page is of one. */
export const conditionLines = (org: string, conditions: Condition[], isOfGroups = true): AttentionLine[] =>
  conditions.map((condition) => {
    const { id, tone, text, groupName, since } = condition;
    // A line begins with a capital, but for the name of an instance, which stays as it is.
    const line = isOfGroups && groupName !== null ? `${groupName}: ${text}` : text.replace(/^the /, "The ");
    return { id, tone, text: line, href: hrefOf(org, condition), since };
  });

/** What is wrong or left to do, a cause a line, with the page that shows it; nothing where nothing is. */
export function NeedsAttention({ lines, now }: { lines: AttentionLine[]; now: number }) {
  if (lines.length === 0) return null;
  return (
    <Card title="Needs attention">
      <ul className="flex flex-col gap-1.5">
        {lines.map(({ id, tone, text, href, since }) => (
          <li key={id} className="flex gap-2">
            <span aria-hidden="true" className={`w-3 shrink-0 text-center ${tone === "danger" ? "text-danger" : "text-warn"}`}>
              {tone === "danger" ? "✕" : "!"}
            </span>
            <span className="min-w-0 flex-1 break-words">
              <TextLink href={href}>{text}</TextLink>
              {since !== undefined && (
                <span className="ml-2 text-[13px] text-muted">
                  <Time at={since} now={now} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
