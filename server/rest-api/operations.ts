import type { Operation } from "./operation";
import { VERSION_OPERATIONS } from "./operations/config-versions";
import { DRAFT_OPERATIONS, ENTITY_OPERATIONS } from "./operations/drafts";
import { FREEZE_OPERATIONS } from "./operations/freeze-windows";
import { ROLLOUT_OPERATIONS } from "./operations/rollouts";
import { GROUP_OPERATIONS, INSTANCE_OPERATIONS, ORG_OPERATIONS, TOKEN_OPERATIONS } from "./operations/groups";
import { CHANNEL_OPERATIONS, CONDITION_OPERATIONS, RULE_OPERATIONS } from "./operations/notifications";

/** Every operation of the REST API: what is routed, documented and tested by. */
export const OPERATIONS: readonly Operation[] = [
  ...ORG_OPERATIONS,
  ...GROUP_OPERATIONS,
  ...INSTANCE_OPERATIONS,
  ...DRAFT_OPERATIONS,
  ...ENTITY_OPERATIONS,
  ...VERSION_OPERATIONS,
  ...ROLLOUT_OPERATIONS,
  ...FREEZE_OPERATIONS,
  ...TOKEN_OPERATIONS,
  ...CONDITION_OPERATIONS,
  ...CHANNEL_OPERATIONS,
  ...RULE_OPERATIONS,
];
