import type { RollBackReview } from "@/server/domain/config-version";
import type { Published } from "@/server/domain/published";

/** What is known of a roll back before it is made. */
export type Told = Pick<RollBackReview, "against" | "counts" | "guard" | "findings" | "errorCount"> & Partial<Pick<RollBackReview, "errorStamp">>;

const NOTHING: Told = { against: null, counts: null, guard: { kind: "none" }, findings: [], errorCount: 0 };

/** What was told before, with why the server refused: that is the newer. */
export const toldOf = (before: Told = NOTHING, refused: Exclude<Published, { ok: true } | { reason: "changed" | "rollout" }>): Told =>
  refused.reason === "guard"
    ? { ...before, guard: refused.guard }
    : { ...before, findings: refused.findings, errorCount: refused.errorCount, errorStamp: refused.errorStamp };
