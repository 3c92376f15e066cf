import { selectConfigVersion } from "../../db/queries/config-versions";
import { type InstanceSummary, summariesInBatches } from "../../db/queries/instance-batches";
import { selectOffers, selectRefusals } from "../../db/queries/runtime-instances";
import { type Adoption, adoptionOf, adoptionReason, ADOPTIONS, COUNTING } from "../domain/adoption";
import type { CompatibilityCause } from "../domain/compatibility";
import { DomainError } from "../domain/errors";
import { connectionOf, isSilenceProven } from "../domain/instance-state";
import type { KongError } from "../domain/kong-errors";
import { expectationOf } from "../domain/rollout/expectation";
import { type NodeJudge, nodeJudge } from "../draft-store/node-judge";
import type { OrgContext } from "../trpc/init";
import { firstWords, refusalReader } from "./refusals";
import { groupFacts, runningVersionOf } from "./summarize";

/** A config version against its group's instances, as of one moment. */
export type VersionFleet = Awaited<ReturnType<typeof readVersionFleet>>;

/** What decides who of the group runs a config version. Throws `not_found`. */
export async function readVersionFleet(ctx: OrgContext, groupId: string, number: number) {
  const [version, group] = await Promise.all([selectConfigVersion(ctx.org, groupId, number), groupFacts(ctx, groupId)]);
  const { target } = group;
  if (!version) throw new DomainError("not_found", "No such config version.");
  const { etag, message } = version;
  const rollout = target.rollout?.toVersion === number && target.liveVersion === number ? target.rollout : null;
  const now = ctx.deps.now();
  return { ctx, groupId, number, etag, message, group, target, rollout, isLive: target.liveVersion === number, now };
}

/** An instance, and why it does or does not run the config version. */
export interface FleetRow {
  id: string;
  hostname: string;
  labels: Record<string, string>;
  gatewayVersion: string | null;
  lastSeenAt: number | null;
  isReady: boolean | null;
  runningVersion: number | null;
  expectedVersion: number | null;
  adoption: Adoption;
  stage: number | null;
  reason: string;
  /** When what the reason says happened: it was offered, or refused. */
  since: number | null;
  /** What Kong named; of a refusal alone, and once `withDetails` has read it. */
  errors: KongError[];
  causes: CompatibilityCause[];
}

async function rowOf({ group, rollout, now, ...fleet }: VersionFleet, judge: NodeJudge, facts: InstanceSummary): Promise<FleetRow> {
  const { pollIntervalSeconds } = group;
  const listening = { pollIntervalSeconds, listeningSince: fleet.ctx.deps.runtimeApi.listeningSince, now };
  // Who could not be heard of, since Signalbox was away, is waited for.
  const connection = isSilenceProven(facts.lastSeenAt, listening) ? connectionOf(facts.lastSeenAt, pollIntervalSeconds, now) : "stale";
  const question = { number: fleet.number, etag: fleet.etag, target: fleet.target, etagOf: group.etagOf };
  const runs = facts.runningEtag === fleet.etag;
  const { state, causes } = runs ? { state: "compatible" as const, causes: [] } : await judge.of(facts);
  const adopted = adoptionOf(facts, { connection, compatibility: state }, question);
  const isLacking = adopted.adoption === "incompatible";
  const runningVersion = runs ? fleet.number : runningVersionOf(facts, group, expectationOf(group, facts));
  const cause = (isLacking && causes[0]?.message) || null;
  const { id, hostname, labels, gatewayVersion, lastSeenAt, isReady } = facts;
  return {
    id,
    hostname,
    labels,
    gatewayVersion,
    lastSeenAt,
    isReady,
    runningVersion,
    ...adopted,
    reason: adoptionReason({ ...adopted, lastSeenAt, isReady, runningVersion, offeredAt: null, cause, rollout }),
    since: null,
    errors: [],
    causes: isLacking ? causes : [],
  };
}

/** The group's instances with why each does or does not run the config version, in batches, by id; `afterId`: those behind that one alone. */
export async function* adoptionsInBatches(fleet: VersionFleet, afterId?: string): AsyncGenerator<FleetRow[]> {
  const { ctx, groupId } = fleet;
  const judge = await nodeJudge(ctx, groupId, fleet.number);
  for await (const batch of summariesInBatches(ctx.org, groupId, afterId)) yield await Promise.all(batch.map((facts) => rowOf(fleet, judge, facts)));
}

/** Fewer than SQLite takes of parameters. */
const MOST_DETAILED = 200;

/** Some of the rows' ids. */
const idsOf = (rows: readonly FleetRow[], adoption: Adoption): string[] =>
  rows
    .filter((row) => row.adoption === adoption)
    .slice(0, MOST_DETAILED)
    .map(({ id }) => id);

/** The rows with what Kong named in its refusal, and with when each was offered or refused; of very many, the first. */
export async function withDetails({ ctx, groupId, etag, rollout }: VersionFleet, rows: readonly FleetRow[]): Promise<FleetRow[]> {
  const [refusals, offers] = await Promise.all([
    selectRefusals(ctx.org, groupId, idsOf(rows, "rejected")),
    selectOffers(ctx.org, idsOf(rows, "pending"), etag),
  ]);
  const refusedBy = new Map(refusals.map((refused) => [refused.id, refused]));
  const read = refusalReader(ctx, groupId);
  const detailed = async (row: FleetRow): Promise<FleetRow> => {
    const [refused, offeredAt] = [refusedBy.get(row.id), offers.get(row.id) ?? null];
    if (!refused && offeredAt === null) return row;
    const errors = refused ? (await read(refused)).errors : [];
    return { ...row, errors, since: refused?.rejectedAt ?? offeredAt, reason: adoptionReason({ ...row, offeredAt, cause: firstWords(errors), rollout }) };
  };
  return Promise.all(rows.map(detailed));
}

/** How many instances are what to the config version. */
export type AdoptionCounts = Record<Adoption, number>;

/** No instance counted yet. */
export const noAdoptions = (): AdoptionCounts =>
  // safe because every adoption gets its number here
  Object.fromEntries(ADOPTIONS.map((adoption) => [adoption, 0])) as AdoptionCounts;

/** How many of the instances are asked to run it and are there to do so. */
export const countingOf = (counts: AdoptionCounts): number => COUNTING.reduce((sum, adoption) => sum + counts[adoption], 0);
