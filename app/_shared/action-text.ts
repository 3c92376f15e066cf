const WORDS: Record<string, string> = {
  "org.create": "created the organization",
  "org.update": "renamed the organization to",
  "runtimeGroup.create": "created the runtime group",
  "runtimeGroup.update": "changed the runtime group",
  "runtimeGroup.delete": "deleted the runtime group",
  "configVersion.publish": "published",
  "enrollmentToken.create": "made an enrollment token for",
  "enrollmentToken.revoke": "revoked the enrollment token",
  "instance.revoke": "revoked the credential of",
  "instance.enroll": "enrolled",
};

/** What was done, in words; an action without words shows its own name. */
export const actionText = (action: string): string => WORDS[action] ?? action;
