import { tellRefusedTries } from "../auth/refused";
import { forgetOldTries } from "../auth/tries";
import { forgetOldKeys } from "../rest-api/idempotency";
import { evaluateRollouts } from "../rollouts/evaluate";
import type { Job } from "./job";

/** Every job there is. */
export const JOBS: Job[] = [
  { name: "evaluate-rollouts", everySeconds: 5, run: (deps, { signal }) => evaluateRollouts(deps, { signal }) },
  { name: "remove-gone-ephemerals", everySeconds: 60, run: ({ runtimeApi }) => runtimeApi.sweep() },
  { name: "forget-old-tries", everySeconds: 60, run: forgetOldTries },
  { name: "tell-refused-tries", everySeconds: 60, run: tellRefusedTries },
  { name: "forget-old-keys", everySeconds: 60, run: forgetOldKeys },
];
