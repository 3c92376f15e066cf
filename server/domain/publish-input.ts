import { z } from "zod";
import { Revision, SeenLive } from "./draft";
import { FreezeOverride } from "./freeze/freeze-window";
import { RolloutStrategy } from "./rollout/strategy";

/**
 * What every publish takes. `confirmCount`: what the guard asks to be typed in; it is believed over what was seen alone. `freezeOverride`:
 * lifts a freeze. `rollout`: how it goes out; absent: as the group's saved strategy says. `activeRollout`: that the one
 * of this id, which was seen, is superseded where it has not ended; absent: it is in the way, as any other is.
 */
export const PublishFields = z.object({
  message: z.string().trim().min(1, "Say what this version changes.").max(500, "A message has at most 500 characters."),
  confirmCount: z.number().int().min(0).optional(),
  seenLive: SeenLive,
  rollout: z.union([RolloutStrategy, z.literal("allAtOnce")], "Give a strategy with its stages, or allAtOnce.").optional(),
  activeRollout: z.object({ supersede: z.uuid("Give the id of the rollout.") }, "Give the id of the rollout as its supersede.").optional(),
  freezeOverride: FreezeOverride.optional(),
});
/** How a publish goes out, and what becomes of the rollout before it. */
export type RolloutTerms = Pick<z.infer<typeof PublishFields>, "rollout" | "activeRollout">;

/** What the publish of a draft takes. */
export const PublishDraftInput = PublishFields.extend({ revision: Revision });
export type PublishDraftInput = z.infer<typeof PublishDraftInput>;
