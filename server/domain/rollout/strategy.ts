import { z } from "zod";
import { LabelsInput } from "../labels";

const MOST_STAGES = 20;
const MOST_MINUTES = 60 * 24 * 14;

/** A misspelt member that was left out would be a gate that asks for less than was meant. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? `There is no member ${issue.keys.join(", ")}.` : undefined) });
}

const minutes = (least: number) =>
  z
    .number("Give a number of minutes.")
    .int("Whole minutes only.")
    .min(least, `At least ${least} ${least === 1 ? "minute" : "minutes"}.`)
    .max(MOST_MINUTES, "At most 14 days.");
const percent = (least: number) =>
  z.number("Give a number of percent.").int("Whole percent only.").min(least, `At least ${least} %.`).max(100, "At most 100 %.");

/** What must hold of the instances that are reached before the next stage begins; none of them may have refused, beyond what is tolerated. */
export const RolloutGate = strict({
  /** So many of those that can must run the new config version. */
  appliedPercent: percent(1).default(100),
  /** For so long each of them must have run it, and be ready. */
  readyMinutes: minutes(0).default(5),
  /** Unless it holds by then, the rollout halts. */
  timeLimitMinutes: minutes(1).default(60),
  /** Whether a person must let it go on besides. */
  needsApproval: z.boolean().default(false),
});
export type RolloutGate = z.infer<typeof RolloutGate>;

/** Who a stage reaches besides those before it: a part of all, by a hash, or whoever has all of these labels. */
export const StageReach = z.union(
  [strict({ percent: percent(1) }), strict({ selector: LabelsInput.refine((labels) => Object.keys(labels).length > 0, "Give at least one label.") })],
  "Give a number of percent, or a selector of labels.",
);
export type StageReach = z.infer<typeof StageReach>;

/** One stage of a rollout. */
export const RolloutStage = strict({ reach: StageReach, gate: RolloutGate });
export type RolloutStage = z.infer<typeof RolloutStage>;

/**
 * How a config version goes out in stages. Percentages grow from stage to stage, and the last stage reaches all, so that a
 * rollout that ends well leaves nobody behind.
 */
export const RolloutStrategy = strict({
  stages: z.array(RolloutStage).min(1, "Give at least one stage.").max(MOST_STAGES, `At most ${MOST_STAGES} stages.`),
  /** So many percent of those that are reached may refuse, turn not ready or vanish without a halt. */
  toleratedPercent: percent(0).default(0),
  /** What follows on a halt: everything stays where it is, or the version before goes to all. */
  onHalt: z.enum(["hold", "rollBack"]).default("hold"),
}).superRefine(({ stages }, context) => {
  let reached = 0;
  for (const [index, { reach }] of stages.entries()) {
    if (!("percent" in reach)) continue;
    if (reach.percent <= reached)
      context.addIssue({ code: "custom", message: `More than the ${reached} % of the stage before.`, path: ["stages", index, "reach", "percent"] });
    reached = Math.max(reached, reach.percent);
  }
  const last = stages.at(-1);
  if (last && !("percent" in last.reach && last.reach.percent === 100))
    context.addIssue({ code: "custom", message: "The last stage must reach 100 %.", path: ["stages", stages.length - 1, "reach"] });
});
export type RolloutStrategy = z.infer<typeof RolloutStrategy>;

/**
 * How a config version goes out where nobody chose otherwise: to few first, then to many, and at the first failure it stops.
 * Of less than a hundred instances each must be proven; of ten thousand some restart at any time, and never all are at once.
 */
export const DEFAULT_STRATEGY: RolloutStrategy = {
  stages: [5, 25, 50, 100].map((each) => ({ reach: { percent: each }, gate: RolloutGate.parse({ appliedPercent: 99 }) })),
  toleratedPercent: 0,
  onHalt: "hold",
};
