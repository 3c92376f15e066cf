import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "../../server/trpc/root";
import { wire } from "../../server/trpc/wire";
import { type Child, startChild } from "./child";
import { type Figure, median, round } from "./figure";
import { LARGE_ENTITIES, largeDocument, smallDocument } from "./large-document";
import type { Seeded } from "./seed";

const MOST_TOTAL_SECONDS = 10;
const MOST_MIB = 1024;
const MOST_LIST_MS = 200;
/** What still feels instant. */
const MOST_EDIT_MS = 100;
/** For so long may a poll wait for other work. */
const MOST_HELD_MS = 100;
const KINDS = ["services", "routes", "plugins", "consumers"];
const SEARCHES = ["service-99", "route-77", "team-7", "/service-4321/1", "c-5", "nothing-like-it"];
const EDITS = 9;

type Console = ReturnType<typeof createTRPCClient<AppRouter>>;
interface At {
  org: string;
  groupId: string;
}

interface Phase {
  name: string;
  ms: number;
  cpuMs: number;
  /** The longest that the server took no other request. */
  heldMs: number;
}

/** Fails with what was answered where it is a refusal. */
function granted<Answer extends { ok: boolean }>(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer).slice(0, 2000)}`);
  return answer as Extract<Answer, { ok: true }>; // safe because `ok` was just read
}

/** Wall time as the client sees it, and the server's CPU time in all its threads. */
async function timed<Result>(child: Child, phases: Phase[], name: string, work: () => Promise<Result>): Promise<Result> {
  const [before, from] = [await child.stats(), performance.now()];
  const result = await work();
  const ms = performance.now() - from;
  const { cpuMs, heldMs } = await child.stats();
  phases.push({ name, ms, cpuMs: cpuMs - before.cpuMs, heldMs });
  return result;
}

async function importToPublish(child: Child, api: Console, at: At): Promise<Phase[]> {
  const phases: Phase[] = [];
  // As a server that has been up for a while: its thread has started, its code is compiled.
  await api.configImports.preview.mutate({ ...at, files: [{ name: "small.yaml", text: smallDocument() }], mode: "replace" });
  const sent = { ...at, files: [{ name: "kong.yaml", text: largeDocument() }], mode: "replace" as const };
  const shown = await timed(child, phases, "import: preview", () => api.configImports.preview.mutate(sent));
  if (shown.entityCount !== LARGE_ENTITIES) throw new Error(`Read ${shown.entityCount} entities: ${JSON.stringify(shown.findings[0])}`);
  const { revision } = granted(await timed(child, phases, "import: take", () => api.configImports.take.mutate({ ...sent, revision: shown.revision })));
  const review = await timed(child, phases, "check and diff", () => api.drafts.review.query(at));
  if (review.entityCount !== LARGE_ENTITIES || review.findings.length > 0) throw new Error(`Reviewed ${JSON.stringify(review.findings[0])}`);
  granted(await timed(child, phases, "publish", () => api.drafts.publish.mutate({ ...at, revision, message: "All of it" })));
  return phases;
}

/** Each list and search as a person opens them, the first of each kind too, and sorted by each column. */
async function lists(child: Child, api: Console, at: At): Promise<Phase[]> {
  const phases: Phase[] = [];
  const list = (name: string, input: Omit<Parameters<Console["drafts"]["listEntities"]["query"]>[0], keyof At>) =>
    timed(child, phases, `${input.kind} ${name}`, () => api.drafts.listEntities.query({ ...at, ...input }));
  for (const kind of KINDS) {
    const { total, pageSize, columns } = await list("first page", { kind });
    for (const search of SEARCHES) await list(`search ${search}`, { kind, search });
    const last = Math.ceil(total / pageSize);
    await list("last page", { kind, page: last });
    await list("tag", { kind, tag: "team-7" });
    for (const name of ["label", ...columns.map((column) => column.name)]) {
      await list(`by ${name}`, { kind, sort: name });
      await list(`by ${name}, from the last`, { kind, sort: `-${name}`, page: last });
    }
  }
  await timed(child, phases, "pick", () => api.drafts.pick.query({ ...at, kind: "consumers", search: "consumer-55" }));
  return phases;
}

/** Opening one route, and saving it changed, time and again. */
async function edits(child: Child, api: Console, at: At): Promise<Phase[]> {
  const phases: Phase[] = [];
  const { rows } = await api.drafts.listEntities.query({ ...at, kind: "routes", page: 11 });
  const { id = "" } = rows[0] ?? {};
  for (let edit = 0; edit < EDITS; edit++) {
    const { entity, revision } = await timed(child, phases, "open a route", () => api.drafts.getEntity.query({ ...at, kind: "routes", id }));
    const fields = { ...entity.fields, paths: [`/edited/${edit}`] };
    granted(await timed(child, phases, "save a route", () => api.drafts.saveEntity.mutate({ ...at, kind: "routes", id, fields, revision })));
  }
  await timed(child, phases, "review of one change", () => api.drafts.review.query(at));
  return phases;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const plain = { baseline: null, ratio: null };

function seconds({ name, ms, cpuMs }: Phase): Figure[] {
  const figure = (what: string, value: number): Figure => ({ name: what, value: round(value / 1000), unit: "s", ...plain, isHeld: null });
  return [figure(name, ms), figure(`${name}, CPU`, cpuMs)];
}

/** The median and the worst; the bar is on the worst, in milliseconds. */
function spread(name: string, phases: Phase[], most: number): Figure[] {
  const worst = phases.toSorted((a, b) => b.ms - a.ms)[0];
  if (!worst) throw new Error(`${name} was not measured.`);
  return [
    { name: `${name}, median`, value: round(median(phases.map(({ ms }) => ms)), 0), unit: "ms", ...plain, isHeld: null },
    { name: `${name}, median CPU`, value: round(median(phases.map(({ cpuMs }) => cpuMs)), 0), unit: "ms", ...plain, isHeld: null },
    { name: `${name}, worst (${worst.name}; CPU ${round(worst.cpuMs, 0)} ms)`, value: round(worst.ms, 0), unit: "ms", ...plain, isHeld: worst.ms <= most },
  ];
}

/** How long the server answers nobody else meanwhile, at the worst. */
function longestHeld(phases: Phase[]): Figure {
  const worst = phases.toSorted((a, b) => b.heldMs - a.heldMs)[0];
  const value = round(worst?.heldMs ?? NaN, 0);
  return { name: `others wait meanwhile, at most (${worst?.name})`, value, unit: "ms", ...plain, isHeld: value < MOST_HELD_MS };
}

/** A configuration of 45,000 entities from import to publish, then its lists, searches and edits, on a server of its own. */
export async function measureScale(seeded: Seeded): Promise<Figure[]> {
  const child = await startChild(["console", JSON.stringify({ ...seeded, credentials: [] })], { isPinned: false });
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `http://127.0.0.1:${child.port}`, transformer: wire })] });
  const at = { org: seeded.orgSlug, groupId: seeded.groupId };
  const phases = await importToPublish(child, api, at);
  const { peakRss } = await child.stats();
  const [listed, edited] = [await lists(child, api, at), await edits(child, api, at)];
  const peak = (await child.stats()).peakRss;
  await child.stop();
  const total = sum(phases.map(({ ms }) => ms)) / 1000;
  const ofEdit = (name: string): Phase[] => edited.filter((phase) => phase.name === name);
  const memory = (name: string, bytes: number): Figure => {
    const value = round(bytes / 1024 / 1024, 0);
    return { name, value, unit: "MiB", ...plain, isHeld: value < MOST_MIB };
  };
  return [
    ...phases.flatMap(seconds),
    {
      name: `import, check, diff and publish of ${LARGE_ENTITIES.toLocaleString("en")}`,
      value: round(total),
      unit: "s",
      ...plain,
      isHeld: total < MOST_TOTAL_SECONDS,
    },
    { name: "the same, CPU", value: round(sum(phases.map(({ cpuMs }) => cpuMs)) / 1000), unit: "s", ...plain, isHeld: null },
    longestHeld(phases),
    memory("peak RSS until published", peakRss),
    ...spread("lists and searches", listed, MOST_LIST_MS),
    ...spread("opening one route", ofEdit("open a route"), MOST_EDIT_MS),
    ...spread("saving one route", ofEdit("save a route"), MOST_EDIT_MS),
    ...ofEdit("review of one change").flatMap(seconds),
    memory("peak RSS in all", peak),
  ];
}
