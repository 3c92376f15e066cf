import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { selectConfigVersion } from "../../db/queries/config-versions";
import { type InstanceSummary, summariesInBatches } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { selectRuntimeInstance } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import type { KongError } from "../domain/kong-errors";
import type { OrgContext } from "../trpc/init";
import { readRefusal } from "./get";
import { groupFacts, runningVersionOf } from "./summarize";

/** The longest that a caller is kept waiting. */
const LONGEST_WAIT_SECONDS = 60;
const LOOK_MS = 500;
const MOST_OTHERS = 50;

/** What an instance is to one config version; `away` counts for nothing, since it cannot be waited for. */
type Standing = "inSync" | "pending" | "rejected" | "drifted" | "away";

interface Other {
  id: string;
  hostname: string;
  sync: "pending" | "rejected" | "drifted";
  runningVersion: number | null;
  errors: KongError[];
}

const ORDER = { rejected: 0, drifted: 1, pending: 2 } as const;

/** Why Kong refused what the others were offered. */
async function withErrors(ctx: OrgContext, groupId: string, other: Other): Promise<Other> {
  if (other.sync !== "rejected") return other;
  const instance = await selectRuntimeInstance(ctx.org, groupId, other.id);
  return instance ? { ...other, errors: (await readRefusal(ctx, groupId, instance)).errors } : other;
}

async function adoptionOf(ctx: OrgContext, groupId: string, number: number, etag: string) {
  const group = await groupFacts(ctx, groupId);
  const counts: Record<Standing, number> = { inSync: 0, pending: 0, rejected: 0, drifted: 0, away: 0 };
  const others: Other[] = [];
  const standingOf = (facts: InstanceSummary): Standing => {
    const { connection, sync } = instanceState(facts, { ...group, expectedEtag: etag }, ctx.deps.now());
    if (sync === "in sync") return "inSync";
    return sync === "unknown" || connection === "disconnected" ? "away" : sync;
  };
  for await (const batch of summariesInBatches(ctx.org, groupId)) {
    for (const facts of batch.filter(({ isRevoked }) => !isRevoked)) {
      const sync = standingOf(facts);
      counts[sync] += 1;
      if (sync === "inSync" || sync === "away") continue;
      others.push({ id: facts.id, hostname: facts.hostname, sync, runningVersion: runningVersionOf(facts, group), errors: [] });
    }
  }
  const told = others.sort((a, b) => ORDER[a.sync] - ORDER[b.sync] || a.hostname.localeCompare(b.hostname)).slice(0, MOST_OTHERS);
  const isLive = group.expectedVersion === number;
  return { number, isLive, isApplied: isLive && told.length === 0, ...counts, others: told };
}

/** A text that changes as soon as an instance of the group did, or what is live. */
async function markOf({ org }: OrgContext, groupId: string): Promise<string> {
  const group = await selectRuntimeGroup(org, groupId);
  return `${group?.instanceChanges} ${group?.liveVersion}`;
}

/** What a wait asks for. `mustApply`: that not every connected instance runs the version is a refusal. */
export const WaitInput = z.object({
  number: z.number().int().min(1),
  timeout: z.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(30),
  mustApply: z.boolean().default(false),
});
export type WaitInput = z.infer<typeof WaitInput>;

type Adoption = Awaited<ReturnType<typeof adoptionOf>>;

/**
 * Waits until no connected instance is pending any more, another version is live, or the time is up, and tells who runs the version,
 * who does not and why. A large group is read again only where something changed. Ends at the next look where the caller may wait no more. Throws
 * `not_found`.
 */
export async function waitUntilApplied(
  ctx: OrgContext,
  groupId: string,
  { number, timeout, mustApply }: WaitInput,
  signal?: AbortSignal,
): Promise<({ ok: true } & Adoption) | { ok: false; reason: "notApplied"; adoption: Adoption }> {
  const version = await selectConfigVersion(ctx.org, groupId, number);
  if (!version) throw new DomainError("not_found", "No such config version.");
  let mark = await markOf(ctx, groupId);
  let adoption = await adoptionOf(ctx, groupId, number, version.etag);
  // Counted in looks and not on the clock of the verbs, which tests set.
  for (let left = (timeout * 1000) / LOOK_MS; left > 0 && adoption.isLive && adoption.pending > 0 && !signal?.aborted; left--) {
    await sleep(LOOK_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    await ctx.assertStillMay();
    const now = await markOf(ctx, groupId);
    // At the end once more, since who fell silent changes nothing that is stored.
    if (now !== mark || left <= 1) [mark, adoption] = [now, await adoptionOf(ctx, groupId, number, version.etag)];
  }
  const told = { ...adoption, others: await Promise.all(adoption.others.map((other) => withErrors(ctx, groupId, other))) };
  return mustApply && !told.isApplied ? { ok: false, reason: "notApplied", adoption: told } : { ok: true, ...told };
}
