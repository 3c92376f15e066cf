import { datedList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { ROLLOUT_SEEN, revisionTag, STRATEGY_SEEN, stampTag } from "../seen";
import { Rollout, RolloutActed, RolloutDetail, RolloutPreview, RolloutRefusals, SavedStrategy } from "../schemas/rollout";

const GROUP = "/orgs/{org}/runtime-groups/{groupId}";
const ROLLOUT = `${GROUP}/rollouts/{rolloutId}`;
const rollouts = { tag: "Rollouts" } as const;
const acted = { ...rollouts, method: "POST", output: RolloutActed, seen: ROLLOUT_SEEN, etagOf: revisionTag } as const;

/** Rollouts: read, preview, act; and the strategy that a group has saved. A publish begins one. */
export const ROLLOUT_OPERATIONS = [
  listing({
    ...rollouts,
    id: "listRollouts",
    path: `${GROUP}/rollouts`,
    summary: "The group's rollouts, newest first",
    procedure: "rollouts.list",
    output: Rollout,
    list: datedList("rows", "toVersion", "pageSize"),
  }),
  operation({
    ...rollouts,
    id: "getRollout",
    method: "GET",
    path: ROLLOUT,
    summary: "One rollout: its timeline, where its instances stand, and what it waits for",
    procedure: "rollouts.get",
    output: RolloutDetail,
    etagOf: revisionTag,
  }),
  operation({
    ...rollouts,
    id: "getRolloutRefusals",
    method: "GET",
    path: `${ROLLOUT}/refusals`,
    summary: "Which instances refused what it gave out, and what their Kong said; once it has ended too",
    procedure: "instances.listRolloutRefusals",
    output: RolloutRefusals,
  }),
  operation({
    ...rollouts,
    id: "previewRollout",
    changesNothing: true,
    method: "POST",
    path: `${GROUP}/rollout-preview`,
    summary: "How many instances each stage of a strategy, or of the saved one, would reach now; changes nothing",
    procedure: "rollouts.preview",
    output: RolloutPreview,
  }),
  operation({
    ...acted,
    id: "approveRollout",
    path: `${ROLLOUT}/approve`,
    summary: "Let the stage at hand go on once its gate holds",
    procedure: "rollouts.approve",
  }),
  operation({
    ...acted,
    id: "pauseRollout",
    path: `${ROLLOUT}/pause`,
    summary: "Pause it: everybody keeps what is expected of them",
    procedure: "rollouts.pause",
  }),
  operation({
    ...acted,
    id: "resumeRollout",
    path: `${ROLLOUT}/resume`,
    summary: "Go on after a pause; after a halt, accept what has failed so far",
    procedure: "rollouts.resume",
  }),
  operation({
    ...acted,
    id: "promoteRollout",
    path: `${ROLLOUT}/promote`,
    summary: "Give it to all now, whatever the gates say",
    procedure: "rollouts.promote",
  }),
  operation({
    ...acted,
    id: "rollBackRollout",
    path: `${ROLLOUT}/roll-back`,
    summary: "Give all the config version from before, as a new one",
    procedure: "rollouts.rollBack",
  }),
  operation({
    ...acted,
    id: "abandonRollout",
    path: `${ROLLOUT}/abandon`,
    summary: "End it where it is; instances stay split until the next publish",
    procedure: "rollouts.abandon",
  }),
  operation({
    ...rollouts,
    id: "getRolloutStrategy",
    method: "GET",
    path: `${GROUP}/rollout-strategy`,
    summary: "How publishes of the group go out unless they say otherwise",
    procedure: "rollouts.getStrategy",
    output: SavedStrategy,
    etagOf: stampTag,
  }),
  silent({
    ...rollouts,
    id: "setRolloutStrategy",
    method: "PUT",
    path: `${GROUP}/rollout-strategy`,
    summary: "Save how publishes of the group go out unless they say otherwise; null: to all at once",
    procedure: "rollouts.setStrategy",
    seen: STRATEGY_SEEN,
  }),
];
