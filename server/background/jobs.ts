import { tellRefusedTries } from "../auth/refused";
import { forgetOldTries } from "../auth/tries";
import { deriveExpiries } from "../conditions/derive-expiries";
import { deriveInstanceConditions } from "../conditions/derive-instance-conditions";
import { forgetOldKeys } from "../rest-api/idempotency";
import { evaluateRollouts } from "../rollouts/evaluate";
import { archiveSilentInstances } from "../runtime-instances/archive-silent";
import { selectUnroutedOrgs } from "../../db/queries/events";
import { forgetOldEvents } from "../notifications/forget-old-events";
import { routeEvents } from "../notifications/route-events";
import { deliverDue } from "./deliver-due";
import { eachOrg } from "./each-org";
import type { Job } from "./job";

/** Every job there is. */
export const JOBS: Job[] = [
  { name: "evaluate-rollouts", everySeconds: 5, run: (deps, { signal }) => evaluateRollouts(deps, { signal }) },
  { name: "remove-gone-ephemerals", everySeconds: 60, run: ({ runtimeApi }) => runtimeApi.sweep() },
  { name: "archive-silent-instances", everySeconds: 900, run: archiveSilentInstances },
  { name: "forget-old-tries", everySeconds: 60, run: forgetOldTries },
  { name: "tell-refused-tries", everySeconds: 60, run: tellRefusedTries },
  { name: "forget-old-keys", everySeconds: 60, run: forgetOldKeys },
  { name: "derive-instance-conditions", everySeconds: 10, run: eachOrg((deps, org, { assertHeld }) => deriveInstanceConditions(deps, org, assertHeld)) },
  { name: "derive-expiries", everySeconds: 300, run: eachOrg((deps, org, { assertHeld }) => deriveExpiries(deps, org, assertHeld)) },
  { name: "route-events", everySeconds: 1, run: eachOrg(({ now }, org, { assertHeld }) => routeEvents(org, now, assertHeld), selectUnroutedOrgs) },
  { name: "deliver-messages", everySeconds: 1, run: deliverDue },
  { name: "forget-old-events", everySeconds: 3600, run: forgetOldEvents },
];
