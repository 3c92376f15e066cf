import type { PublishGuard } from "./configuration/publish-guard";
import type { Freeze } from "./freeze/freeze-window";
import type { Rollout } from "./rollout/rollout";
import type { DraftConflict, DraftStep, ReviewFinding } from "./draft";

/** A rollout that is in the way of a publish. */
export interface RolloutInTheWay extends Pick<Rollout, "id" | "fromVersion" | "toVersion" | "state" | "stage"> {
  /** How many it has. */
  stages: number;
}

/** What becomes of a publish over what was seen live. */
export type PublishDecision =
  /** `rolloutId` null: it goes to all at once. */
  | { ok: true; number: number; rolloutId: string | null }
  /** Errors alone, the first hundred; `errorCount`: all of them, `errorStamp`: what a roll back acknowledges them by. Of a document that cannot be read, at lines; else at entities. */
  | { ok: false; reason: "findings"; findings: ReviewFinding[]; errorCount: number; errorStamp?: string }
  /** `confirmCount` was missing or is not the count any more. */
  | { ok: false; reason: "guard"; guard: PublishGuard }
  /** This one has not ended, and `activeRollout` did not name it. */
  | { ok: false; reason: "rollout"; rollout: RolloutInTheWay }
  /** `freezeOverride` was missing. */
  | { ok: false; reason: "frozen"; freeze: Freeze };

/** What became of a publish, whoever publishes what. `changed`: another version is live than `seenLive`: `live`, null: none. */
export type Published = PublishDecision | { ok: false; reason: "changed"; live: number | null };

/** What became of the publish of a draft. */
export type DraftPublished =
  | PublishDecision
  /** The draft, or what is live, has changed since it was reviewed; `steps` are the draft's newer ones. */
  | { ok: false; reason: "changed"; live: number | null; revision: number; steps: DraftStep[] }
  /** Another version went live, and both changed these. */
  | { ok: false; reason: "conflict"; revision: number; conflicts: DraftConflict[] }
  | { ok: false; reason: "unchanged" };
