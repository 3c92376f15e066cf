import { countText } from "@/app/_shared/count-text";
import { labelText } from "@/server/domain/labels";
import type { RolloutGate, RolloutStrategy, StageReach as Whom } from "@/server/domain/rollout/strategy";
import type { StageReach } from "./use-reach";

const UNITS = [
  [1440, "d"],
  [60, "h"],
  [1, "min"],
] as const;

/** Minutes as `1 h 30 min`. */
export function minutesText(minutes: number): string {
  let rest = minutes;
  const parts = UNITS.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.join(" ") || "0 min";
}

/** Whom a stage reaches, in few words. */
const whomText = (whom: Whom): string => ("percent" in whom ? `${whom.percent} %` : labelText(whom.selector));

/** Whom the stages reach, one after the other. */
export const strategyText = ({ stages }: RolloutStrategy): string => stages.map(({ reach }) => whomText(reach)).join(" → ");

/** What a gate waits for, as a sentence that goes on after "goes on when". */
export function gateText({ appliedPercent, readyMinutes, timeLimitMinutes, needsApproval }: RolloutGate): string {
  const who = appliedPercent === 100 ? "all run it" : `${appliedPercent} % run it`;
  const ready = readyMinutes === 0 ? "and are ready" : `and were ready for ${minutesText(readyMinutes)}`;
  return `${who} ${ready}, within ${minutesText(timeLimitMinutes)}${needsApproval ? "; then a person approves" : ""}`;
}

/** What follows on a halt. */
export const haltedText = ({ toleratedPercent, onHalt }: Pick<RolloutStrategy, "toleratedPercent" | "onHalt">): string => {
  const when = toleratedPercent === 0 ? "It halts at the first instance that fails" : `It halts when more than ${toleratedPercent} % fail`;
  return `${when}, and ${onHalt === "hold" ? "then waits for a person" : "then rolls itself back"}.`;
};

/** What those have until their stage whom the first one does not reach. */
function othersText(stages: readonly StageReach[], rest: number, fromVersion: number | null): string {
  const takenBack = stages.reduce((sum, stage) => sum + stage.takenBack, 0);
  const [others, their] = rest === 1 ? ["the other", "its"] : [`the other ${rest.toLocaleString("en")}`, "their"];
  const back = (count: number) => `${count === 1 ? "goes" : "go"} back to v${fromVersion}`;
  const why = "since the last rollout did not complete";
  if (takenBack === rest) return `${others} ${back(rest)} until ${their} stage, ${why}`;
  const keep = `${others} ${rest === 1 ? "keeps what it runs" : "keep what they run"} until ${their} stage`;
  return takenBack === 0 ? keep : `${keep}, but for ${takenBack.toLocaleString("en")} that ${back(takenBack)}, ${why}`;
}

/** Who gets a new config version first, and what the others keep, as sentences. */
export function firstText(stages: readonly StageReach[], fromVersion: number | null = null): string {
  const total = stages.reduce((sum, { reached }) => sum + reached, 0);
  if (total === 0) return "No instance is here yet.";
  const index = stages.findIndex(({ reached }) => reached > 0);
  const { reached: first, held, away } = stages[index] ?? { reached: 0, held: 0, away: 0 };
  const prevented = held + away < first ? "" : ` Stage ${index + 1} reaches only who is pinned, paused or away now.`;
  const skipped = index === 0 ? "" : ` (${index === 1 ? "stage 1 reaches" : `stages 1 to ${index} reach`} nobody now)`;
  if (first === total) return `Goes to all of the ${countText(total, "instance")} in one stage${skipped}.${prevented}`;
  return `Goes to ${first.toLocaleString("en")} of ${countText(total, "instance")} first${skipped}; ${othersText(stages, total - first, fromVersion)}.${prevented}`;
}

/** A group's saved strategy in a line; null: all at once. */
export const savedText = (saved: RolloutStrategy | null): string => (saved ? `Staged: ${strategyText(saved)}. ${haltedText(saved)}` : "All at once.");
