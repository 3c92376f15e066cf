import { expect, it } from "vitest";
import { LoadingCache } from "../../server/runtime-api/loading-cache";

const create = (mostWeight = 10, maxAgeMs = Infinity, now = () => 0) =>
  new LoadingCache<string>({ mostWeight, weigh: (value) => value.length, maxAgeOf: () => maxAgeMs, now });

it("a value whose load was overtaken by an invalidation is neither kept nor answered", async () => {
  const cache = create();
  const gates: ((value: string) => void)[] = [];
  const load = () => new Promise<string>((resolve) => gates.push(resolve));
  const got = cache.get("k", load);
  cache.dropWhere(
    () => false,
    (key) => key === "k",
  );
  gates[0]?.("old");
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.("new");
  expect(await got).toBe("new");
  expect(await cache.get("k", async () => "loaded again")).toBe("new");
});

it("callers at the same time share one load, and a failed load is not kept", async () => {
  const cache = create();
  let loads = 0;
  const fail = async () => {
    loads += 1;
    throw new Error("away");
  };
  const both = await Promise.allSettled([cache.get("k", fail), cache.get("k", fail)]);
  expect([loads, ...both.map((each) => each.status)]).toEqual([1, "rejected", "rejected"]);
  expect(await cache.get("k", async () => "back")).toBe("back");
});

it("what was used longest ago goes first, and what is too old is loaded again", async () => {
  const clock = { now: 0 };
  const cache = create(2, 1000, () => clock.now);
  const put = (key: string, value: string) => cache.get(key, async () => value);
  await put("a", "1");
  await put("b", "1");
  await put("a", "2");
  await put("c", "1");
  expect([await put("a", "3"), await put("b", "3")]).toEqual(["1", "3"]);
  clock.now = 1001;
  expect(await put("b", "4")).toBe("4");
});

it("what has a tag is forgotten by it, however it came and went, and whatever is being loaded; nothing else is", async () => {
  const cache = new LoadingCache<string>({
    mostWeight: 3,
    weigh: () => 1,
    maxAgeOf: () => Infinity,
    now: () => 0,
    tagOf: (value) => value.slice(0, 1),
  });
  const put = (key: string, value: string) => cache.get(key, async () => value);
  for (const [key, value] of [
    ["k1", "a1"],
    ["k2", "a2"],
    ["k3", "b1"],
    ["k4", "b2"],
  ] as const)
    await put(key, value);
  cache.dropTagged("a");
  cache.dropTagged("a");
  expect([await put("k2", "a3"), await put("k3", "b3"), await put("k4", "b4")]).toEqual(["a3", "b1", "b2"]);
  const gates: ((value: string) => void)[] = [];
  const loading = cache.get("k5", () => new Promise<string>((resolve) => gates.push(resolve)));
  cache.dropTagged("a");
  gates[0]?.("c1");
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.("c2");
  expect([await loading, await put("k2", "a4")]).toEqual(["c2", "a4"]);
});
