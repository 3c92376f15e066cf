import type { z } from "zod";
import { isDomainError } from "@/server/domain/errors";
import { labelText, readLabels } from "@/server/domain/labels";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";

/** A stage as it is typed in. */
export interface StageDraft {
  /** Stays with the stage when it moves. */
  key: number;
  by: "percent" | "labels";
  percent: string;
  labels: string;
  appliedPercent: string;
  readyMinutes: string;
  timeLimitMinutes: string;
  needsApproval: boolean;
}

/** A strategy as it is typed in. */
export interface StrategyDraft {
  stages: StageDraft[];
  toleratedPercent: string;
  onHalt: RolloutStrategy["onHalt"];
}

/** What was typed in: a strategy, or what is wrong with it by the path of each field, as in `stages.0.gate.readyMinutes`. */
export type StrategyRead = { ok: true; strategy: RolloutStrategy } | { ok: false; errors: ReadonlyMap<string, string> };

/** The text that one writes for a strategy. */
export const draftOf = ({ stages, toleratedPercent, onHalt }: RolloutStrategy): StrategyDraft => ({
  stages: stages.map(({ reach, gate }, key) => ({
    key,
    by: "percent" in reach ? "percent" : "labels",
    percent: "percent" in reach ? String(reach.percent) : "",
    labels: "selector" in reach ? labelText(reach.selector) : "",
    appliedPercent: String(gate.appliedPercent),
    readyMinutes: String(gate.readyMinutes),
    timeLimitMinutes: String(gate.timeLimitMinutes),
    needsApproval: gate.needsApproval,
  })),
  toleratedPercent: String(toleratedPercent),
  onHalt,
});

/** Nothing typed is no zero. */
const numberIn = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

type Issue = z.core.$ZodIssue;

/** Where an issue is shown: each field of a gate has a place, and so has whom a stage reaches as a whole. */
const placeOf = (path: readonly PropertyKey[]): string => (path[2] === "reach" ? path.slice(0, 3) : path).map(String).join(".");

/** Of a union, the words for the form that was meant are deeper down. */
function messageOf(issue: Issue, { stages }: StrategyDraft): string {
  if (issue.code !== "invalid_union") return issue.message;
  const by = stages[Number(issue.path[1])]?.by;
  return issue.errors[by === "percent" ? 0 : 1]?.[0]?.message ?? issue.message;
}

/** Whom a stage reaches; or why its labels cannot be read. */
function reachIn({ by, percent, labels }: StageDraft): { reach: unknown; error?: string } {
  if (by === "percent") return { reach: { percent: numberIn(percent) } };
  try {
    return { reach: { selector: readLabels(labels) } };
  } catch (error) {
    if (isDomainError(error)) return { reach: { selector: {} }, error: error.message };
    throw error;
  }
}

/** Reads what was typed in by the schema that the server reads it by as well. */
export function readStrategy(draft: StrategyDraft): StrategyRead {
  const reaches = draft.stages.map(reachIn);
  const stages = draft.stages.map(({ appliedPercent, readyMinutes, timeLimitMinutes, needsApproval }, index) => ({
    reach: reaches[index]?.reach,
    gate: {
      appliedPercent: numberIn(appliedPercent),
      readyMinutes: numberIn(readyMinutes),
      timeLimitMinutes: numberIn(timeLimitMinutes),
      needsApproval,
    },
  }));
  const read = RolloutStrategy.safeParse({ stages, toleratedPercent: numberIn(draft.toleratedPercent), onHalt: draft.onHalt });
  const errors = new Map<string, string>(reaches.flatMap(({ error }, index) => (error === undefined ? [] : [[`stages.${index}.reach`, error] as const])));
  for (const issue of read.error?.issues ?? []) {
    const place = placeOf(issue.path);
    if (!errors.has(place)) errors.set(place, messageOf(issue, draft));
  }
  return read.success && errors.size === 0 ? { ok: true, strategy: read.data } : { ok: false, errors };
}

/** A stage more, before the last one: half of the way to it, with the same gate. */
export function withStage({ stages, ...rest }: StrategyDraft): StrategyDraft {
  const last = stages.at(-1);
  if (!last) return { stages, ...rest };
  const reached = Math.max(0, ...stages.slice(0, -1).map(({ percent }) => numberIn(percent) || 0));
  const percent = String(Math.min(99, Math.ceil((reached + (numberIn(last.percent) || 100)) / 2)));
  const key = 1 + Math.max(...stages.map((stage) => stage.key));
  return { ...rest, stages: [...stages.slice(0, -1), { ...last, key, by: "percent", percent, labels: "" }, last] };
}

/** The stage of this index a place up or down. */
export function withMoved({ stages, ...rest }: StrategyDraft, index: number, by: -1 | 1): StrategyDraft {
  const [moved, other] = [stages[index], stages[index + by]];
  if (!moved || !other) return { stages, ...rest };
  return { ...rest, stages: stages.with(index, other).with(index + by, moved) };
}
