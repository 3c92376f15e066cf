const group = (org: string, id: string) => `/o/${org}/runtime-groups/${id}`;

/** Where a group's settings list its freeze windows. */
export const FREEZE_WINDOWS_ID = "freeze-windows";

/** Every console URL. */
export const paths = {
  home: () => "/",
  /** `next`: the page to go to after sign-in. */
  login: (next?: string) => (next ? `/login?${new URLSearchParams({ next })}` : "/login"),
  /** Where a sign-in goes on that owes the second factor. */
  loginCode: (next: string) => `/login/code?${new URLSearchParams({ next })}`,
  forgotPassword: () => "/login/forgot",
  /** What an organization asks of a session before it lets it in. `next`: the page to go to then. */
  setUpSecondFactor: (next: string) => `/second-factor?${new URLSearchParams({ next })}`,
  signInBySso: (next: string) => `/single-sign-on?${new URLSearchParams({ next })}`,
  overview: (org: string) => `/o/${org}`,
  /** The instances whose group was deleted. */
  orphans: (org: string) => `/o/${org}/orphaned-instances`,
  groups: (org: string) => `/o/${org}/runtime-groups`,
  group,
  /** `filter`: a state's name and the value it must have, as in `{ sync: "rejected" }`. */
  instances: (org: string, id: string, filter: Record<string, string> = {}) =>
    [`${group(org, id)}/instances`, new URLSearchParams(filter)].filter(String).join("?"),
  newInstance: (org: string, id: string) => `${group(org, id)}/instances/new`,
  archivedInstances: (org: string, id: string) => `${group(org, id)}/instances/archived`,
  instance: (org: string, id: string, instanceId: string) => `${group(org, id)}/instances/${instanceId}`,
  configuration: (org: string, id: string) => `${group(org, id)}/configuration`,
  /** The entities of a kind. `query`: of a list's state, as in `{ of: "services:ID" }`. */
  entities: (org: string, id: string, kind: string, query: Record<string, string> = {}) =>
    [`${group(org, id)}/configuration/${kind}`, new URLSearchParams(query)].filter(String).join("?"),
  /** A form for a new entity. `given`: fields that it begins with, as in `{ service: ID }`, a plugin's `plugin`, or `from`, of which it is a duplicate. */
  newEntity: (org: string, id: string, kind: string, given: Record<string, string> = {}) =>
    [`${group(org, id)}/configuration/${kind}/new`, new URLSearchParams(given)].filter(String).join("?"),
  configurationYaml: (org: string, id: string) => `${group(org, id)}/configuration/yaml`,
  versions: (org: string, id: string) => `${group(org, id)}/versions`,
  version: (org: string, id: string, number: number) => `${group(org, id)}/versions/${number}`,
  /** Who runs a config version, who does not, and why. */
  versionFleet: (org: string, id: string, number: number) => `${group(org, id)}/versions/${number}/fleet`,
  /** Two config versions against each other; `draft` for the draft, `live` for the one that is live. */
  compare: (org: string, id: string, from: number | "live", to: number | "draft" | "live") =>
    `${group(org, id)}/versions/compare?${new URLSearchParams({ from: String(from), to: String(to) })}`,
  rollouts: (org: string, id: string) => `${group(org, id)}/rollouts`,
  rollout: (org: string, id: string, rolloutId: string) => `${group(org, id)}/rollouts/${rolloutId}`,
  entity: (org: string, id: string, key: { kind: string; id: string }) => `${group(org, id)}/configuration/${key.kind}/${encodeURIComponent(key.id)}`,
  review: (org: string, id: string) => `${group(org, id)}/configuration/review`,
  draftHistory: (org: string, id: string) => `${group(org, id)}/configuration/history`,
  importConfig: (org: string, id: string) => `${group(org, id)}/configuration/import`,
  groupSettings: (org: string, id: string) => `${group(org, id)}/settings`,
  groupFreezeWindows: (org: string, id: string) => `${group(org, id)}/settings#${FREEZE_WINDOWS_ID}`,
  activity: (org: string, groupId?: string) => `/o/${org}/activity${groupId ? `?group=${groupId}` : ""}`,
  accessTokens: (org: string) => `/o/${org}/settings/tokens`,
  serviceAccounts: (org: string) => `/o/${org}/settings/service-accounts`,
  apiDocs: () => "/docs/api",
  orgSettings: (org: string) => `/o/${org}/settings`,
  signingKeys: (org: string) => `/o/${org}/settings/signing-keys`,
  freezeWindows: (org: string) => `/o/${org}/settings/freeze-windows`,
  signInRules: (org: string) => `/o/${org}/settings/sign-in`,
  /** `query`: which messages are listed. */
  notifications: (org: string, query: { channel?: string; before?: string } = {}) =>
    [`/o/${org}/settings/notifications`, new URLSearchParams(query)].filter(String).join("?"),
  members: (org: string) => `/o/${org}/settings/members`,
  /** The signed-in person's own account, within the org that is open; without one, outside of all. */
  account: (org?: string) => (org === undefined ? "/account" : `/o/${org}/account`),
  /** Where an invitation's link leads; its token is in the fragment. */
  invite: () => "/invite",
};
