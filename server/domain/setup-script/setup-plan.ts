/** What to copy for a platform, and what every setting in it does. */
export interface SetupPlan {
  blocks: SetupBlock[];
  settings: DescribedSetting[];
}

/** One thing to copy, and what it does. */
export interface SetupBlock {
  id: string;
  title: string;
  explanation: string;
  language: "sh" | "yaml";
  code: string;
}

/** A setting as it stands in a block. */
export interface DescribedSetting {
  name: string;
  value: string;
  meaning: string;
}

/** Where a node can run. */
export const PLATFORMS = ["docker", "compose", "kubernetes", "universal"] as const;
/** Where a node is to run. */
export type Platform = (typeof PLATFORMS)[number];

/** All that the blocks are made of: the page's choices and what Signalbox adds. */
export interface SetupInput {
  platform: Platform;
  serverUrl: string;
  groupId: string;
  enrollmentToken: string;
  /** When the token stops enrolling, in milliseconds; where pods enroll by themselves, the blocks say so. */
  tokenExpiresAt: number;
  image: string;
  instanceId: string;
  labels: Record<string, string>;
  proxyPort: number;
  proxySslPort: number;
  isEphemeral: boolean;
  agentSha256: string;
  signingKeyId: string;
}

/** What containers, folders and volumes of an instance are called; unique on a host, and plain enough for any shell. */
export const instanceName = (input: SetupInput): string => `kong-${input.instanceId.slice(0, 8)}`;
