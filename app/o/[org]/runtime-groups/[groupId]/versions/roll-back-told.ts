import type { RollBackReview } from "@/server/domain/config-version";
import type { Published } from "@/server/domain/published";

/** What is known of a roll back before it is made. */
export type Told = Pick<RollBackReview, "against" | "counts" | "guard" | "freeze" | "findings" | "errorCount"> & Partial<Pick<RollBackReview, "errorStamp">>;

const NOTHING: Told = { against: null, counts: null, guard: { kind: "none" }, freeze: null, findings: [], errorCount: 0 };

/** What was told before, with why the server refused: that is the newer. */
export function toldOf(before: Told = NOTHING, refused: Exclude<Published, { ok: true } | { reason: "changed" | "rollout" }>): Told {
  if (refused.reason === "guard") return { ...before, guard: refused.guard };
  if (refused.reason === "frozen") return { ...before, freeze: refused.freeze };
  return { ...before, findings: refused.findings, errorCount: refused.errorCount, errorStamp: refused.errorStamp };
}
