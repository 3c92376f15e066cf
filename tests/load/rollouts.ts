import { eq } from "drizzle-orm";
import { runtimeInstances } from "../../db/schema/index";
import type { Deps } from "../../server/deps";
import { RolloutStrategy } from "../../server/domain/rollout/strategy";
import { evaluateRollouts } from "../../server/rollouts/evaluate";
import { createCaller } from "../../server/trpc/root";
import { openConsole } from "./console";
import { documentOf } from "./document";
import { type Figure, median, round } from "./figure";
import type { Seeded } from "./seed";

const MOST_MS = 300;
const RUNS = 7;
/** Instances by their labels, by a hash, and then all; the gate waits for readiness, so that each look is a whole one. */
const STRATEGY = RolloutStrategy.parse({
  stages: [{ selector: { zone: "b" } }, { percent: 10 }, { percent: 100 }].map((reach) => ({ reach, gate: {} })),
});

interface Measured {
  name: string;
  ms: number[];
  cpuMs: number[];
}

/** Does the work so often, and takes its wall time and the process's CPU time. */
async function timed(name: string, work: () => Promise<unknown>): Promise<Measured> {
  const measured: Measured = { name, ms: [], cpuMs: [] };
  for (let run = 0; run < RUNS; run++) {
    const [before, from] = [process.cpuUsage(), performance.now()];
    await work();
    const { user, system } = process.cpuUsage(before);
    measured.ms.push(performance.now() - from);
    measured.cpuMs.push((user + system) / 1000);
  }
  return measured;
}

function figuresOf({ name, ms, cpuMs }: Measured): Figure[] {
  const plain = { unit: "ms", baseline: null, ratio: null };
  return [
    { name: `${name}, median`, value: round(median(ms), 0), ...plain, isHeld: median(ms) < MOST_MS },
    { name: `${name}, median CPU`, value: round(median(cpuMs), 0), ...plain, isHeld: null },
  ];
}

/** Fails with what was answered where it is a refusal. */
function rolloutIn(answer: { ok: boolean; rolloutId?: string | null }): string {
  if (!answer.ok || !answer.rolloutId) throw new Error(`Not rolled out: ${JSON.stringify(answer).slice(0, 2000)}`);
  return answer.rolloutId;
}

/** A fleet that all runs the first config version, a tenth of it in the zone that goes first. */
async function settle({ db, now }: Deps, groupId: string, etag: string): Promise<void> {
  const facts = { runningEtag: etag, runningSince: now(), lastSeenAt: now(), isReady: true, readyChangedAt: now() };
  await db.write((tx) => tx.update(runtimeInstances).set(facts).where(eq(runtimeInstances.groupId, groupId)));
  const some = await db.read.select({ id: runtimeInstances.id }).from(runtimeInstances).limit(1000);
  await db.write(async (tx) => {
    for (const { id } of some)
      await tx
        .update(runtimeInstances)
        .set({ labels: { zone: "b" } })
        .where(eq(runtimeInstances.id, id));
  });
}

/** A staged publish, the look of its gate, and the rollout's page, over the whole seeded fleet. */
export async function measureRollouts(seeded: Seeded): Promise<Figure[]> {
  const { deps, user } = await openConsole(seeded);
  const caller = createCaller({ deps, user, requestId: "bench" });
  const at = { org: seeded.orgSlug, groupId: seeded.groupId };
  let number = 1;
  const publish = (more: { rollout?: RolloutStrategy; activeRollout?: { supersede: string } }) =>
    caller.configVersions.publish({ ...at, source: documentOf(number++), message: "bench", ...more });
  await publish({});
  await settle(deps, seeded.groupId, (await caller.configVersions.list(at))[0]?.etag ?? "");
  let rolloutId = rolloutIn(await publish({ rollout: STRATEGY }));
  const many = seeded.credentials.length.toLocaleString("en");
  const published = await timed(`publish in stages to ${many}`, async () => {
    rolloutId = rolloutIn(await publish({ rollout: STRATEGY, activeRollout: { supersede: rolloutId } }));
  });
  const evaluated = await timed(`look of a gate over ${many}`, () => evaluateRollouts(deps));
  const shown = await timed(`a rollout's page over ${many}`, async () => {
    const { state, progress } = await caller.rollouts.get({ ...at, rolloutId });
    if (state !== "running" || progress?.stages[0]?.waiting !== 1000) throw new Error(`The rollout is ${state}: ${JSON.stringify(progress?.stages)}`);
  });
  const previewed = await timed(`a preview over ${many}`, () => caller.rollouts.preview({ ...at, strategy: STRATEGY }));
  deps.db.close();
  return [published, evaluated, shown, previewed].flatMap(figuresOf);
}
