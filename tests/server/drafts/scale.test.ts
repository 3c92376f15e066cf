import { expect, it } from "vitest";
import { createDraftsBeside } from "@/server/bin/drafts-beside";
import { createThreadBeside } from "@/server/bin/thread-beside";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

const SERVICES = Number(process.env.SCALE_SERVICES ?? 300);

/** Services with two routes each, half as many plugins, and as many consumers. */
function largeDocument(services: number): string {
  const list = Array.from({ length: services }, (_, n) => ({
    name: `service-${n}`,
    host: `service-${n}.example.internal`,
    port: 8080,
    tags: [`team-${n % 50}`],
    routes: [0, 1].map((r) => ({ name: `route-${n}-${r}`, paths: [`/service-${n}/${r}`], methods: ["GET", "POST"], tags: [`team-${n % 50}`] })),
    ...(n % 2 === 0 ? { plugins: [{ name: "rate-limiting", config: { minute: 60, policy: "local" } }] } : {}),
  }));
  const consumers = Array.from({ length: services }, (_, n) => ({ username: `consumer-${n}`, custom_id: `c-${n}` }));
  return JSON.stringify({ _format_version: "3.0", services: list, consumers });
}

it(`a draft of ${SERVICES * 4.5} entities is imported, listed, searched, edited, reviewed and published`, async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  world.deps.runDraftTask = createDraftsBeside(createThreadBeside());
  // Of the processor, so that other work on the machine does not count; and how long a poll would have waited at the most.
  const figures: Record<string, [processor: number, held: number]> = {};
  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const from = process.cpuUsage();
    let [held, last] = [0, performance.now()];
    const turning = setInterval(() => {
      held = Math.max(held, performance.now() - last);
      last = performance.now();
    }, 1);
    const result = await work();
    await new Promise((done) => setTimeout(done, 2));
    clearInterval(turning);
    const { user, system } = process.cpuUsage(from);
    figures[name] = [Math.round((user + system) / 1000), Math.round(held)];
    return result;
  }
  const files = [{ name: "large.json", text: largeDocument(SERVICES) }];
  await timed("preview import", () => ada.configImports.preview({ ...at, files, mode: "replace" }));
  const taken = granted(await timed("take import", () => ada.configImports.take({ ...at, files, mode: "replace", revision: 0 })));
  await timed("get", () => ada.drafts.get(at));
  const routes = await timed("first list of routes", () => ada.drafts.listEntities({ ...at, kind: "routes", page: 3 }));
  expect(routes.total).toBe(SERVICES * 2);
  await timed("list again", () => ada.drafts.listEntities({ ...at, kind: "routes", page: 7 }));
  await timed("list sorted by service", () => ada.drafts.listEntities({ ...at, kind: "routes", sort: "-service" }));
  await timed("first search", () => ada.drafts.listEntities({ ...at, kind: "routes", search: "service-99" }));
  await timed("search again", () => ada.drafts.listEntities({ ...at, kind: "routes", search: "service-77 team-7" }));
  await timed("filter by tag", () => ada.drafts.listEntities({ ...at, kind: "services", tag: "team-7" }));
  await timed("pick", () => ada.drafts.pick({ ...at, kind: "consumers", search: "consumer-55" }));
  const { id = "" } = routes.rows[0] ?? {};
  const view = await timed("get entity", () => ada.drafts.getEntity({ ...at, kind: "routes", id }));
  const save = (revision: number, path: string) =>
    ada.drafts.saveEntity({ ...at, kind: "routes", id, fields: { ...view.entity.fields, paths: [path] }, revision });
  const saved = granted(await timed("save a route", () => save(taken.revision, "/a")));
  await timed("list after", () => ada.drafts.listEntities({ ...at, kind: "routes", search: "/a" }));
  const again = granted(await timed("save again", () => save(saved.revision, "/b")));
  await timed("get after", () => ada.drafts.get(at));
  await timed("review", () => ada.drafts.review(at));
  granted(await timed("publish", () => ada.drafts.publish({ ...at, revision: again.revision, message: "m" })));
  const live = await timed("get after publish", () => ada.drafts.get(at));
  granted(await timed("save after publish", () => save(live.revision, "/c")));
  await timed("review of one change", () => ada.drafts.review(at));
  console.info("milliseconds", JSON.stringify(figures), Math.round(process.memoryUsage().rss / 1024 / 1024), "MiB");
});
