import { type AttentionRow, selectAttention } from "../../db/queries/open-conditions";
import { selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { type Attention, ATTENTION_KINDS } from "../domain/notifications/attention";
import { EVENT_RULES } from "../domain/notifications/event-kinds";
import { countedText, eventText } from "../domain/notifications/event-text";
import type { OrgContext } from "../trpc/init";
import { waitingRollouts } from "./waiting-rollouts";

/** So many of one kind and group are named; of more there is their number. */
const MOST_NAMED = 3;

const rankOf = ({ tone, kind }: Attention): number => (tone === "danger" ? 0 : 100) + ATTENTION_KINDS.indexOf(kind);

/** A certificate's subject names its group before its id, since one id may stand in several. */
function subjectOf({ kind, subjectId, detail }: AttentionRow): Attention["subject"] {
  if (kind === "tokenExpiring") return { kind: "token", id: subjectId };
  if (kind !== "certificateExpiring") return { kind: "instance", id: subjectId };
  return { kind: detail.of === "ca_certificates" ? "ca_certificates" : "certificates", id: subjectId.split("/")[1] ?? "" };
}

/** One line for each while they are few, else one for all. */
function linesOf(rows: AttentionRow[], groupName: string | null, now: number): Attention[] {
  const [first] = rows;
  if (!first) return [];
  const { kind, groupId, total: count, openedAt: since } = first;
  const about = { kind, tone: EVENT_RULES[kind].tone, groupId, groupName };
  if (count > MOST_NAMED) return [{ ...about, id: `${kind} ${groupId}`, text: countedText(kind, count), subject: null, count, since }];
  return rows.map((row) => {
    const { subjectId, instanceName, detail, openedAt } = row;
    const text = eventText({ kind, instanceName, detail, at: now });
    return { ...about, id: `${kind} ${subjectId}`, text, subject: subjectOf(row), count: 1, since: openedAt };
  });
}

/** What needs attention in the org, or in one of its groups, gravest first; of a token of single groups, in those alone. Throws `not_found`. */
export async function listConditions({ deps, org, token }: OrgContext, groupId?: string): Promise<Attention[]> {
  const [rows, rollouts, groups] = await Promise.all([
    selectAttention(org, { most: MOST_NAMED, ...(groupId === undefined ? {} : { groupId }) }),
    waitingRollouts(org, groupId),
    selectRuntimeGroups(org),
  ]);
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  if (groupId !== undefined && !names.has(groupId)) throw new DomainError("not_found", "No such runtime group.");
  const isInReach = (about: { groupId: string | null }) => !token?.groupIds || (about.groupId !== null && token.groupIds.includes(about.groupId));
  const parts = new Map<string, AttentionRow[]>();
  for (const row of rows) {
    if (!isInReach(row)) continue;
    const key = `${row.groupId} ${row.kind}`;
    parts.set(key, [...(parts.get(key) ?? []), row]);
  }
  const lines = [...parts.values()].flatMap((part) => linesOf(part, names.get(part[0]?.groupId ?? "") ?? null, deps.now()));
  const waiting = rollouts.filter(isInReach).map((each) => ({ ...each, groupName: names.get(each.groupId ?? "") ?? null }));
  return [...waiting, ...lines].sort((a, b) => rankOf(a) - rankOf(b) || (a.groupName ?? "").localeCompare(b.groupName ?? ""));
}
