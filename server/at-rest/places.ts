import type { SealedPlace } from "./seal";

/** Where a published document is kept. */
export const contentPlace = (orgId: string, groupId: string, etag: string): SealedPlace => ["config_contents.body", orgId, groupId, etag];

/** Where the changes of a draft's step are kept; `revision` is the draft's after it. */
export const draftStepPlace = (orgId: string, groupId: string, revision: number): SealedPlace => ["draft_steps.changes", orgId, groupId, revision];

/** Where the words are kept with which a node refused a config version. */
export const rejectedBodyPlace = (orgId: string, instanceId: string): SealedPlace => ["runtime_instances.rejected_body", orgId, instanceId];

/** Where a node's own report is kept: Kong's settings are in it, and a setting may be a private key. */
export const nodeReportPlace = (orgId: string, instanceId: string): SealedPlace => ["runtime_instances.node_report", orgId, instanceId];

/** Where an answer is kept to be given again to the request of that key. */
export const answerPlace = (orgId: string, tokenId: string, key: string): SealedPlace => ["idempotency_keys.body", orgId, tokenId, key];

/** Where the private key of an org's signing key is kept. */
export const signingKeyPlace = (orgId: string, keyId: string): SealedPlace => ["signing_keys.private_key", orgId, keyId];

/** Where it is kept to where a channel leads. */
export const channelTargetPlace = (orgId: string, channelId: string): SealedPlace => ["channels.target", orgId, channelId];

/** Where the secret is kept that a channel's messages are signed with. */
export const channelSecretPlace = (orgId: string, channelId: string): SealedPlace => ["channels.secret", orgId, channelId];

/** Where the secret before it is kept. */
export const channelOldSecretPlace = (orgId: string, channelId: string): SealedPlace => ["channels.old_secret", orgId, channelId];

/** Where the secret of a person's second factor is kept. */
export const secondFactorPlace = (userId: string): SealedPlace => ["second_factors.secret", userId];
