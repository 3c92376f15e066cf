/**
 * `npm run bench`: the numbers to hold, each as a ratio to bare `node:http` in the same run, a rollout over a large fleet, and a large
 * configuration from import to publish. `--only fleet`, `--only rollouts` or `--only scale` measures one of them; `--json` prints an object a line.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Child, pinLoad, startChild } from "./child";
import { type Figure, median, print, round } from "./figure";
import { measureRollouts } from "./rollouts";
import { measureScale } from "./scale";
import { type Seeded, seed } from "./seed";
import { poll, pollEach, pollOf, waitEach } from "./wire";

const INSTANCES = 10_000;
const CONNECTIONS = 64;
const RUN_MS = 6000;
const RUNS = 3;
const WAIT_SECONDS = 50;
/** Files that the process needs besides the sockets. */
const SPARE_FILES = 200;
/** Of the group whose configuration is large. */
const KNOWN_NODES = 20;

/** Requests a second, and the server's own CPU time per request: the second tells the cost even where the load generator is the slower one. */
async function throughput(child: Child, polls: Buffer[]) {
  const before = await child.stats();
  const startedAt = performance.now();
  const perSecond = await poll(child.port, polls, CONNECTIONS, RUN_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await child.stats();
  return { perSecond, cpuMicros: ((after.cpuMs - before.cpuMs) * 1000) / (perSecond * seconds), reads: after.reads - before.reads, rss: after.rss };
}

/** (a): 304 polls, ours and the baseline in turn. */
async function measurePolls({ credentials }: Seeded, ours: Child, bare: Child): Promise<Figure[]> {
  const runs = { ours: [] as Awaited<ReturnType<typeof throughput>>[], bare: [] as Awaited<ReturnType<typeof throughput>>[] };
  const sides = await Promise.all(
    [["ours", ours] as const, ["bare", bare] as const].map(async ([side, child]) => {
      const etag = await child.publish(1);
      return { side, child, polls: credentials.map((credential) => pollOf(child.port, credential, etag)) };
    }),
  );
  for (const { child, polls } of sides) {
    await pollEach(child.port, polls);
    await poll(child.port, polls, CONNECTIONS, 2000);
  }
  for (let run = 0; run < RUNS; run++) for (const { side, child, polls } of sides) runs[side].push(await throughput(child, polls));
  const of = (key: "perSecond" | "cpuMicros") => [median(runs.ours.map((each) => each[key])), median(runs.bare.map((each) => each[key]))] as const;
  const [[rate, bareRate], [cpu, bareCpu]] = [of("perSecond"), of("cpuMicros")];
  const reads = runs.ours.reduce((sum, each) => sum + each.reads, 0);
  return [
    { name: "304 polls", value: round(rate, 0), unit: "requests/s", baseline: round(bareRate, 0), ratio: round(bareRate / rate), isHeld: bareRate / rate <= 2 },
    { name: "server CPU per 304 poll", value: round(cpu), unit: "us", baseline: round(bareCpu), ratio: round(cpu / bareCpu), isHeld: cpu / bareCpu <= 2 },
    { name: "database reads in the steady state", value: reads, unit: "reads", baseline: null, ratio: null, isHeld: reads === 0 },
    {
      name: "RSS after 304 polls",
      value: round(median(runs.ours.map((each) => each.rss)) / 1e6, 0),
      unit: "MB",
      baseline: round(median(runs.bare.map((each) => each.rss)) / 1e6, 0),
      ratio: null,
      isHeld: null,
    },
  ];
}

/** Holds a waiting poll for each credential, then publishes. */
async function hold(child: Child, credentials: string[]) {
  const etag = await child.publish(1);
  await pollEach(
    child.port,
    credentials.map((credential) => pollOf(child.port, credential, etag)),
  );
  await sleep(3000); // the first sightings are written
  const before = await child.stats();
  const waiters = await waitEach(
    child.port,
    credentials.map((credential) => pollOf(child.port, credential, etag, WAIT_SECONDS)),
  );
  await sleep(2000);
  const held = await child.stats();
  const publishedAt = performance.now();
  const newEtag = await child.publish(2);
  const told = await Promise.all(waiters.map((waiter) => waiter.told));
  const wrong = told.filter((each) => each.etag !== newEtag).length;
  if (wrong > 0) throw new Error(`${wrong} waiting polls were told another version.`);
  const lastMs = told.reduce((latest, { at }) => Math.max(latest, at - publishedAt), 0);
  const cpuMs = (await child.stats()).cpuMs - held.cpuMs;
  const kib = (held.rss - before.rss) / 1024 / credentials.length;
  await sleep(1000);
  const after = await child.stats();
  for (const waiter of waiters) waiter.close();
  return { kib, lastMs, cpuMs, rss: held.rss, rssAfter: after.rss };
}

/** (b), (c), (d): waiting polls, each side on a server of its own. */
async function measureWaiting(seeded: Seeded, credentials: string[]): Promise<Figure[]> {
  const results = [];
  for (const args of [["bare"], ["signalbox", JSON.stringify({ ...seeded, credentials: [] })]]) {
    const child = await startChild(args);
    results.push(await hold(child, credentials));
    await child.stop();
  }
  const [bare, ours] = results;
  if (!bare || !ours) throw new Error("A side was not measured.");
  const many = credentials.length.toLocaleString("en");
  return [
    {
      name: `memory per waiting poll (${many})`,
      value: round(ours.kib),
      unit: "KiB",
      baseline: round(bare.kib),
      ratio: round(ours.kib / bare.kib),
      isHeld: ours.kib <= 20,
    },
    {
      name: `publish to last of ${many} told`,
      value: round(ours.lastMs, 0),
      unit: "ms",
      baseline: round(bare.lastMs, 0),
      ratio: round(ours.lastMs / bare.lastMs),
      isHeld: ours.lastMs < 2000,
    },
    {
      name: "the same, server CPU",
      value: round(ours.cpuMs, 0),
      unit: "ms",
      baseline: round(bare.cpuMs, 0),
      ratio: round(ours.cpuMs / bare.cpuMs),
      isHeld: null,
    },
    { name: `RSS with ${many} waiting`, value: round(ours.rss / 1e6, 0), unit: "MB", baseline: round(bare.rss / 1e6, 0), ratio: null, isHeld: null },
    {
      name: `RSS after ${many} were told`,
      value: round(ours.rssAfter / 1e6, 0),
      unit: "MB",
      baseline: round(bare.rssAfter / 1e6, 0),
      ratio: null,
      isHeld: null,
    },
  ];
}

/** As many waiters as there are files to open for them. */
function waitersPossible(): number {
  const limit = Number(spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).stdout.trim());
  if (!(limit < INSTANCES + SPARE_FILES)) return INSTANCES;
  console.error(`Only ${limit} files can be open: ${limit - SPARE_FILES} polls wait instead of ${INSTANCES}.`);
  return limit - SPARE_FILES;
}

async function measureFleet(say: (line: string) => void): Promise<Figure[]> {
  say(`Node ${process.version}, ${INSTANCES.toLocaleString("en")} known credentials, ${CONNECTIONS} connections, median of ${RUNS} runs of ${RUN_MS / 1000} s`);
  const seeded = await seedFor(INSTANCES);
  const [ours, bare] = await Promise.all([startChild(["signalbox", JSON.stringify({ ...seeded, credentials: [] })]), startChild(["bare"])]);
  const figures = await measurePolls(seeded, ours, bare);
  await Promise.all([ours.stop(), bare.stop()]);
  return [...figures, ...(await measureWaiting(seeded, seeded.credentials.slice(0, waitersPossible())))];
}

async function seedFor(instances: number): Promise<Seeded> {
  const seeded = await seed(instances);
  process.once("exit", () => rmSync(seeded.folder, { recursive: true, force: true }));
  return seeded;
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, only: { type: "string" } } });
const PARTS = ["scale", "rollouts", "fleet"];
if (values.only !== undefined && !PARTS.includes(values.only)) throw new Error(`--only takes one of ${PARTS.join(", ")}.`);
const isAsked = (part: string): boolean => values.only === undefined || values.only === part;
const say = (line: string) => values.json || console.log(line);
const figures: Figure[] = [];
// Before the load generator is bound to a core: here server and thread use them all.
if (isAsked("scale")) figures.push(...(await measureScale(await seedFor(KNOWN_NODES))));
if (isAsked("rollouts")) figures.push(...(await measureRollouts(await seedFor(INSTANCES))));
pinLoad();
if (isAsked("fleet")) figures.push(...(await measureFleet(say)));
print(figures, values.json);
process.exit(figures.some((figure) => figure.isHeld === false) ? 1 : 0);
