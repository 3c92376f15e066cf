import { z } from "zod";
import { DEFAULT_STRATEGY, RolloutStrategy } from "../strategy";

const share = z.number("Give a share from 0 to 1, as in 0.03 for 3 %.").min(0, "At least 0.").max(1, "At most 1, which is all of them.").default(0);

/** What a share of the simulated instances does: one instance may do several of these. */
export const BEHAVIOURS = {
  reject: "refuse the new config version",
  slow: "take 2 to 20 minutes to apply a config version",
  flap: "turn not ready time and again, for up to 5 minutes, once they run the new config version",
  vanish: "go silent after they applied the new config version, half of them for good",
  late: "enroll within the first 3 hours, not before",
  reenroll: "lose their disk once in the day, and enroll again",
} as const;
/** One of these behaviours. */
export type Behaviour = keyof typeof BEHAVIOURS;

/** A simulated day of a fleet, wholly: the same options give the same day. */
export const SimulationOptions = z.object({
  instances: z.number("Give a whole number.").int("Give a whole number.").min(1, "At least 1.").max(100_000, "At most 100000.").default(1000),
  seed: z.number("Give a whole number.").int("Give a whole number.").min(0, "At least 0.").max(0xffffffff, "At most 4294967295.").default(1),
  reject: share,
  slow: share,
  flap: share,
  vanish: share,
  late: share,
  reenroll: share,
  strategy: RolloutStrategy.default(DEFAULT_STRATEGY),
});
export type SimulationOptions = z.infer<typeof SimulationOptions>;
