import { isEnterprise } from "./catalog/enterprise";

const DAY_MS = 24 * 3600_000;
/** So long before the end it is told. */
const NOTICE_DAYS = 90;

/** What is to say of a Gateway version's support. */
export interface SupportNotice {
  /** "last": no end is published, and no later version is to come. */
  kind: "ended" | "ending" | "last";
  message: string;
  cure: string;
}

/**
 * When Kong's full support of each Gateway version ends, by day, after which there are no more patches; LTS versions are said to be.
 * Kong promises it for Enterprise; open-source Kong has no dates of its own. A version that is not here has no date that is known,
 * and no notice. Source: Kong's "Gateway version support policy" (developer.konghq.com/gateway/version-support-policy), of which the
 * table is app/_data/support/gateway.yml in github.com/Kong/developer.konghq.com at commit 0ca4812e5bdfe18b9a81124b7ea78a75fd7c4ea7
 * (3.15 released, 3.16 without a date), looked up on 2026-11-29.
 */
const ENDS: Readonly<Record<string, { ends: string; isLts?: true }>> = {
  "2.1": { ends: "2022-08-24" },
  "2.2": { ends: "2022-08-24" },
  "2.3": { ends: "2022-08-24" },
  "2.4": { ends: "2022-08-24" },
  "2.5": { ends: "2022-08-24" },
  "2.6": { ends: "2023-02-24" },
  "2.7": { ends: "2023-02-24" },
  "2.8": { ends: "2025-03-26", isLts: true },
  "3.0": { ends: "2023-09-09" },
  "3.1": { ends: "2023-12-06" },
  "3.2": { ends: "2024-02-28" },
  "3.3": { ends: "2024-05-19" },
  "3.4": { ends: "2026-08-31", isLts: true },
  "3.5": { ends: "2024-11-08" },
  "3.6": { ends: "2025-02-12" },
  "3.7": { ends: "2025-05-28" },
  "3.8": { ends: "2025-09-11" },
  "3.9": { ends: "2025-12-12" },
  "3.10": { ends: "2028-03-31", isLts: true },
  "3.11": { ends: "2026-07-03" },
  "3.12": { ends: "2026-10-01" },
  "3.13": { ends: "2026-12-18" },
  "3.14": { ends: "2029-04-07", isLts: true },
  "3.15": { ends: "2027-07-02" },
};

/** Open-source Kong ends with this minor version, which is patched still (3.9.3 of 2026-06-17) and has no published end. */
const LAST_OPEN = "3.9";

const endOf = (ends: string): number => Date.parse(`${ends}T00:00:00Z`) + DAY_MS;
const nameOf = (minor: string): string => `Gateway ${minor}${ENDS[minor]?.isLts ? " (LTS)" : ""}`;

/** The LTS version that is supported longest. */
const newestLts = (now: number): string | undefined =>
  Object.entries(ENDS)
    .filter(([, { ends, isLts }]) => isLts && endOf(ends) > now)
    .sort(([, a], [, b]) => b.ends.localeCompare(a.ends))[0]?.[0];

function cureFor(isOpen: boolean, now: number): string {
  const lts = newestLts(now);
  const enterprise = lts === undefined ? "a later Kong Gateway Enterprise" : `Kong Gateway Enterprise ${lts} (LTS)`;
  return isOpen ? `Move to ${LAST_OPEN}, the last open-source version, or to ${enterprise}.` : `Move to ${enterprise}.`;
}

/** What is to say of the support of a Gateway version at that time; null: nothing, or nothing that is known. */
export function supportNotice(gatewayVersion: string, now: number): SupportNotice | null {
  const minor = /^\d+\.\d+/.exec(gatewayVersion)?.[0] ?? "";
  const isOpen = !isEnterprise(gatewayVersion);
  if (isOpen && minor === LAST_OPEN)
    return { kind: "last", message: `Gateway ${minor} is the last open-source version; Kong has published no end of it.`, cure: "Keep to its newest patch." };
  const { ends } = ENDS[minor] ?? {};
  if (ends === undefined || now < endOf(ends) - NOTICE_DAYS * DAY_MS) return null;
  const hasEnded = now >= endOf(ends);
  return {
    kind: hasEnded ? "ended" : "ending",
    message: `${nameOf(minor)}: Kong's support ${hasEnded ? "ended" : "ends"} on ${ends}.`,
    cure: cureFor(isOpen, now),
  };
}

/** The notices of these Gateway versions that ask for something, each once, in their order. */
export const supportWarnings = (gatewayVersions: readonly string[], now: number): SupportNotice[] => {
  const notices = gatewayVersions.flatMap((version) => supportNotice(version, now) ?? []).filter(({ kind }) => kind !== "last");
  return [...new Map(notices.map((notice) => [notice.message, notice])).values()];
};
