/** Every action of the audit trail with its words: "Ada", these words, and the target make a sentence. */
const WORDS: Record<string, string> = {
  "activity.keep": "set the activity to be kept",
  "activity.export": "exported, of the activity,",
  "call.refused": "was refused",
  "org.create": "created the organization",
  "org.update": "renamed the organization to",
  "org.updateSignInRules": "changed how members sign in to",
  "account.signIn": "signed in as",
  "account.link": "linked a provider's sign-in to",
  "account.refusedTry": "was refused the sign-in of",
  "account.resetPassword": "set a new password, by a link, for",
  "account.setUpSecondFactor": "set up the second factor of",
  "account.removeSecondFactor": "removed the second factor of",
  "account.renewRecoveryCodes": "made new recovery codes for",
  "account.update": "is the new name of",
  "account.changePassword": "changed the password of",
  "account.endSession": "ended a session of",
  "account.endSessions": "signed out everywhere as",
  "member.invite": "invited",
  "member.resendInvitation": "made a new link for the invitation of",
  "member.revokeInvitation": "revoked the invitation of",
  "member.join": "joined as",
  "member.makeResetLink": "made a link to a new password for",
  "member.endSessions": "ended every session of",
  "member.update": "changed the roles of",
  "member.remove": "removed the member",
  "member.leave": "left",
  "runtimeGroup.create": "created the runtime group",
  "runtimeGroup.update": "changed the runtime group",
  "runtimeGroup.delete": "deleted the runtime group",
  "configVersion.publish": "published",
  "configVersion.rollBack": "rolled back and published",
  "configVersion.tag": "tagged",
  "configVersion.export": "exported, with its secrets in clear,",
  "rollout.started": "started the rollout of",
  "rollout.passed": "found the gate to hold in the rollout of",
  "rollout.advanced": "took to its next stage the rollout of",
  "rollout.approved": "approved a stage of the rollout of",
  "rollout.paused": "paused the rollout of",
  "rollout.resumed": "resumed the rollout of",
  "rollout.halted": "halted the rollout of",
  "rollout.promoted": "promoted, to all at once,",
  "rollout.completed": "completed the rollout of",
  "rollout.rolledBack": "rolled back the rollout of",
  "rollout.abandoned": "abandoned the rollout of",
  "rollout.superseded": "superseded the rollout of",
  "runtimeGroup.setStrategy": "set how publishes go out in",
  "draft.change": "changed the draft of",
  "draft.undo": "undid a step in the draft of",
  "draft.discard": "discarded the draft of",
  "draft.rebase": "brought up the draft of",
  "config.import": "imported into the draft of",
  "enrollmentToken.create": "made an enrollment token for",
  "enrollmentToken.revoke": "revoked the enrollment token",
  "accessToken.create": "made the access token",
  "accessToken.revoke": "revoked the access token",
  "accessToken.use": "was first used from the address",
  "accessToken.limit": "limited the life of access tokens to",
  "serviceAccount.create": "made the service account",
  "serviceAccount.update": "changed the service account",
  "serviceAccount.delete": "deleted the service account",
  "signingKey.add": "added the signing key",
  "signingKey.remove": "removed the signing key",
  "instance.enroll": "enrolled",
  "instance.remove": "removed the record of",
  "instance.revoke": "revoked the credential of",
};

/** The actions that came to nothing: a sign-in or a call that was refused. */
export const REFUSED_ACTIONS: readonly string[] = ["account.refusedTry", "call.refused"];

/** How an act ended. */
export const OUTCOMES = ["done", "refused"] as const;
/** One of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** What was done, in words; an action without words shows its own name. */
export const actionText = (action: string): string => WORDS[action] ?? action;

/** The actions whose words contain the text, so that a search finds what is read. */
export const actionsInWords = (text: string): string[] => Object.keys(WORDS).filter((action) => actionText(action).includes(text.toLowerCase()));
