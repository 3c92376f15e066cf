import { completeSetup, createSetupLink } from "../auth/setup";
import { selectUserByEmail } from "../../db/queries/people";
import { createCaller } from "../trpc/root";
import { EU_VERSIONS, type SampleVersion, STAGING_VERSIONS, US_VERSIONS } from "./sample-documents";
import type { Story } from "./story";

const DAY_MS = 24 * 3600_000;

/** Who owns the sample org. */
export const SAMPLE_OWNER = { name: "Ada Lovelace", email: "ada@example.com", orgName: "Analytical Engines" };

interface SampleGroup {
  name: string;
  description: string;
  labels: Record<string, string>;
  versions: SampleVersion[];
}

/** The groups of the sample org. */
export const SAMPLE_GROUPS: SampleGroup[] = [
  { name: "edge-eu", description: "Public APIs for customers in Europe.", labels: { region: "eu", stage: "prod" }, versions: EU_VERSIONS },
  { name: "edge-us", description: "Public APIs for customers in North America.", labels: { region: "us", stage: "prod" }, versions: US_VERSIONS },
  { name: "staging", description: "Where a config is tried before it goes to the edge.", labels: { stage: "staging" }, versions: STAGING_VERSIONS },
];

/** The sample org as its owner calls it. */
export interface SampleOrg {
  slug: string;
  caller: ReturnType<typeof createCaller>;
  groupIds: Map<string, string>;
}

/** Makes the owner, the org and its groups by the verbs that people use. `password` is the owner's. */
export async function addSampleOrg({ deps, setAgo }: Story, password: string): Promise<SampleOrg> {
  setAgo(9 * DAY_MS);
  const token = new URL((await createSetupLink(deps)) ?? "invalid:").hash.replace("#token=", "");
  const { slug } = await completeSetup(deps, { ...SAMPLE_OWNER, token, password });
  const user = await selectUserByEmail(deps.db, SAMPLE_OWNER.email);
  if (!user) throw new Error("The set-up made no user.");
  const caller = createCaller({ deps, user: { id: user.id, name: user.name, email: user.email }, requestId: "seed" });
  const groupIds = new Map<string, string>();
  for (const { name, description, labels } of SAMPLE_GROUPS) {
    const { id } = await caller.runtimeGroups.create({ org: slug, name, description, labels, pollIntervalSeconds: 15 });
    groupIds.set(name, id);
  }
  return { slug, caller, groupIds };
}

/** Publishes every version of the groups that is due by `untilDaysAgo` and was not yet at `sinceDaysAgo`, in order of time. */
export async function publishSamples({ slug, caller, groupIds }: SampleOrg, { setAgo }: Story, sinceDaysAgo: number, untilDaysAgo: number): Promise<void> {
  const due = SAMPLE_GROUPS.flatMap((group) => group.versions.map((version) => ({ ...version, groupId: groupIds.get(group.name) ?? "" })))
    .filter(({ daysAgo }) => daysAgo < sinceDaysAgo && daysAgo >= untilDaysAgo)
    .sort((a, b) => b.daysAgo - a.daysAgo);
  for (const { groupId, daysAgo, message, source } of due) {
    setAgo(daysAgo * DAY_MS);
    const published = await caller.configVersions.publish({ org: slug, groupId, source, message });
    if (!published.ok) throw new Error(`The sample "${message}" was refused: ${published.reason}.`);
  }
}

/** An enrollment token of the group for so many nodes, made as the page "New instance" makes one. */
export async function enrollmentTokenFor({ slug, caller }: SampleOrg, groupId: string, nodes: number): Promise<string> {
  const choices = { platform: "universal", image: "kong:3.9", labels: {}, proxyPort: 8000, proxySslPort: 8443, ttlMinutes: 60, isEphemeral: false } as const;
  const { enrollmentToken } = await caller.setup.render({ org: slug, groupId, ...choices, maxUses: nodes });
  return enrollmentToken;
}
