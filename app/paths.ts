/** Every console URL. */
export const paths = {
  login: () => "/login",
  overview: (org: string) => `/o/${org}`,
  groups: (org: string) => `/o/${org}/runtime-groups`,
  group: (org: string, id: string) => `/o/${org}/runtime-groups/${id}`,
  instances: (org: string, id: string) => `/o/${org}/runtime-groups/${id}/instances`,
  newInstance: (org: string, id: string) => `/o/${org}/runtime-groups/${id}/instances/new`,
  instance: (org: string, id: string, instanceId: string) => `/o/${org}/runtime-groups/${id}/instances/${instanceId}`,
  configuration: (org: string, id: string) => `/o/${org}/runtime-groups/${id}/configuration`,
  versions: (org: string, id: string) => `/o/${org}/runtime-groups/${id}/versions`,
  version: (org: string, id: string, number: number) => `/o/${org}/runtime-groups/${id}/versions/${number}`,
  groupSettings: (org: string, id: string) => `/o/${org}/runtime-groups/${id}/settings`,
  activity: (org: string) => `/o/${org}/activity`,
};
