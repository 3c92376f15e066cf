import { z } from "zod";
import { Adoption } from "./config-version";
import { Dependents, DraftConflict, DraftStep, ReviewFinding } from "./draft";
import { Freeze } from "./freeze";
import { Finding, PublishGuard } from "./plain";
import { RolloutInTheWay } from "./rollout";

/** What a problem tells beside the fields of RFC 9457, by its `reason`. */
export const Outcome = z.object({
  reason: z.enum(["findings", "conflict", "dependents", "guard", "changed", "unchanged", "notApplied", "stillPending", "rollout", "frozen"]).optional(),
  revision: z.int().optional().describe("Of the draft as it is now."),
  live: z.int().nullable().optional().describe("The config version that is live; null: none is."),
  findings: z.array(z.union([ReviewFinding, Finding])).optional(),
  errorCount: z.int().optional().describe("How many errors there are in all."),
  errorStamp: z.string().optional().describe("Of these errors: acknowledgedErrors of a roll back."),
  conflicts: z.array(DraftConflict).optional(),
  dependents: Dependents.optional(),
  guard: PublishGuard.optional(),
  rollout: RolloutInTheWay.optional(),
  freeze: Freeze.optional(),
  adoption: Adoption.optional(),
  steps: z.array(DraftStep).optional().describe("Those that were not reviewed."),
});
