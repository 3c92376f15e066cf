const group = (org: string, id: string) => `/o/${org}/runtime-groups/${id}`;

/** Where the overview lists the orphans. */
export const ORPHANS_ID = "orphaned-instances";

/** Every console URL. */
export const paths = {
  home: () => "/",
  /** `next`: the page to go to after sign-in. */
  login: (next?: string) => (next ? `/login?${new URLSearchParams({ next })}` : "/login"),
  overview: (org: string) => `/o/${org}`,
  orphans: (org: string) => `/o/${org}#${ORPHANS_ID}`,
  groups: (org: string) => `/o/${org}/runtime-groups`,
  group,
  /** `filter`: a state's name and the value it must have, as in `{ sync: "rejected" }`. */
  instances: (org: string, id: string, filter: Record<string, string> = {}) =>
    [`${group(org, id)}/instances`, new URLSearchParams(filter)].filter(String).join("?"),
  newInstance: (org: string, id: string) => `${group(org, id)}/instances/new`,
  instance: (org: string, id: string, instanceId: string) => `${group(org, id)}/instances/${instanceId}`,
  configuration: (org: string, id: string) => `${group(org, id)}/configuration`,
  versions: (org: string, id: string) => `${group(org, id)}/versions`,
  version: (org: string, id: string, number: number) => `${group(org, id)}/versions/${number}`,
  /** Two config versions against each other; `draft` for the draft, `live` for the one that is live. */
  compare: (org: string, id: string, from: number | "live", to: number | "draft" | "live") =>
    `${group(org, id)}/versions/compare?${new URLSearchParams({ from: String(from), to: String(to) })}`,
  entity: (org: string, id: string, key: { kind: string; id: string }) => `${group(org, id)}/configuration/${key.kind}/${encodeURIComponent(key.id)}`,
  review: (org: string, id: string) => `${group(org, id)}/configuration/review`,
  draftHistory: (org: string, id: string) => `${group(org, id)}/configuration/history`,
  importConfig: (org: string, id: string) => `${group(org, id)}/configuration/import`,
  groupSettings: (org: string, id: string) => `${group(org, id)}/settings`,
  activity: (org: string, groupId?: string) => `/o/${org}/activity${groupId ? `?group=${groupId}` : ""}`,
  orgSettings: (org: string) => `/o/${org}/settings`,
};
