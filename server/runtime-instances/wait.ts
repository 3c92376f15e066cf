import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { type Adoption, ADOPTIONS } from "../domain/adoption";
import type { OrgContext } from "../trpc/init";
import { adoptionsInBatches, type FleetRow, noAdoptions, readVersionFleet, withDetails } from "./version-fleet";

/** The longest that a caller is kept waiting. */
const LONGEST_WAIT_SECONDS = 60;
const LOOK_MS = 500;
const MOST_OTHERS = 50;

/** How the first answer of this operation names what an instance is; those that are in none of these are waited for no more. */
const TOLD = {
  "runs it": "inSync",
  pending: "pending",
  "not reached": "pending",
  incompatible: "pending",
  rejected: "rejected",
  drifted: "drifted",
  away: "away",
  "never connected": "away",
} as const satisfies Partial<Record<Adoption, string>>;
type Told = (typeof TOLD)[keyof typeof TOLD];

const toldOf = (adoption: Adoption): Told | undefined => (Object.hasOwn(TOLD, adoption) ? TOLD[adoption as keyof typeof TOLD] : undefined); // safe because it was just found there

/** An instance that is to run the config version and does not. */
interface Other extends Pick<FleetRow, "id" | "hostname" | "runningVersion" | "adoption" | "reason" | "errors"> {
  sync: "pending" | "rejected" | "drifted";
}

const worstFirst = (a: FleetRow, b: FleetRow): number => ADOPTIONS.indexOf(b.adoption) - ADOPTIONS.indexOf(a.adoption) || a.hostname.localeCompare(b.hostname);

const otherOf = ({ id, hostname, runningVersion, adoption, reason, errors }: FleetRow): Other => ({
  id,
  hostname,
  runningVersion,
  adoption,
  reason,
  errors,
  sync: adoption === "rejected" || adoption === "drifted" ? adoption : "pending",
});

async function adoptionOf(ctx: OrgContext, groupId: string, number: number) {
  const fleet = await readVersionFleet(ctx, groupId, number);
  const [adoptions, counts] = [noAdoptions(), { inSync: 0, pending: 0, rejected: 0, drifted: 0, away: 0 }];
  const behind: FleetRow[] = [];
  for await (const batch of adoptionsInBatches(fleet)) {
    for (const row of batch) {
      const told = toldOf(row.adoption);
      adoptions[row.adoption] += 1;
      if (told) counts[told] += 1;
      if (told && told !== "inSync" && told !== "away") behind.push(row);
    }
  }
  const { isLive, rollout } = fleet;
  const isStuck = rollout !== null && (rollout.state === "halted" || rollout.state === "abandoned");
  const rows = behind.sort(worstFirst).slice(0, MOST_OTHERS);
  // That nobody is there proves nothing of who is to run it.
  const isNobodyThere = counts.inSync === 0 && behind.length === 0 && adoptions.away > 0;
  const isApplied = isLive && behind.length === 0 && !isNobodyThere;
  return { fleet, rows, isStuck, isNobodyThere, answer: { number, isLive, isApplied, ...counts, adoptions } };
}

/** A text that changes as soon as an instance of the group did, or what is asked of it. */
async function markOf({ org }: OrgContext, groupId: string): Promise<string> {
  const [group, measures] = await Promise.all([selectRuntimeGroup(org, groupId), selectGroupMeasures(org, groupId)]);
  return JSON.stringify([group?.instanceChanges, measures.get(groupId)?.target]);
}

/**
 * What a wait asks for. `until`: everybody has answered, or the first has refused. `mustApply`: that not every instance that counts runs
 * the version is a refusal.
 */
export const WaitInput = z.object({
  number: z.number().int().min(1),
  timeout: z.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(30),
  mustApply: z.boolean().default(false),
  until: z.enum(["answered", "refused"]).default("answered"),
});
export type WaitInput = z.infer<typeof WaitInput>;

type Adopted = Awaited<ReturnType<typeof adoptionOf>>;
type Answer = Adopted["answer"] & { others: Other[] };

/** Whether another look may tell something new. */
const isOpen = ({ answer, isStuck, isNobodyThere }: Adopted, until: WaitInput["until"]): boolean =>
  answer.isLive && (answer.pending > 0 || isNobodyThere) && !isStuck && !(until === "refused" && answer.rejected > 0);

/**
 * Waits until no instance that counts is pending any more and one is there, one has refused where that is enough, another version is live, its rollout
 * stands still for good, or the time is up, and tells who runs the version, who does not and why. A large group is read again only where
 * something changed. Ends at the next look where the caller may wait no more. Throws `not_found`.
 */
export async function waitUntilApplied(
  ctx: OrgContext,
  groupId: string,
  { number, timeout, mustApply, until }: WaitInput,
  signal?: AbortSignal,
): Promise<({ ok: true } & Answer) | { ok: false; reason: "notApplied" | "stillPending"; adoption: Answer }> {
  let mark = await markOf(ctx, groupId);
  let adopted = await adoptionOf(ctx, groupId, number);
  // Counted in looks and not on the clock of the verbs, which tests set.
  for (let left = (timeout * 1000) / LOOK_MS; left > 0 && isOpen(adopted, until) && !signal?.aborted; left--) {
    await sleep(LOOK_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    await ctx.assertStillMay();
    const now = await markOf(ctx, groupId);
    // At the end once more, since who fell silent changes nothing that is stored.
    if (now !== mark || left <= 1) [mark, adopted] = [now, await adoptionOf(ctx, groupId, number)];
  }
  const others = (await withDetails(adopted.fleet, adopted.rows)).map(otherOf);
  const told = { ...adopted.answer, others };
  if (!mustApply || told.isApplied) return { ok: true, ...told };
  return { ok: false, reason: until === "refused" && isOpen(adopted, until) ? "stillPending" : "notApplied", adoption: told };
}
