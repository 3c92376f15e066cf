import { expect, it } from "vitest";
import { progressOf, type Seen } from "@/app/o/[org]/runtime-groups/[groupId]/instances/new/progress";

const APPLIED: Seen[number] = {
  id: "a",
  hostname: "node-a",
  lastSeenAt: 5000,
  runningVersion: 1,
  state: { connection: "connected", sync: "in sync", readiness: "ready", compatibility: "compatible" },
};
const having = (state: Partial<Seen[number]["state"]>, others: Partial<Seen[number]> = {}): Seen[number] => ({
  ...APPLIED,
  ...others,
  state: { ...APPLIED.state, ...state },
});
const connected = having({ sync: "pending" }, { runningVersion: null });

it("an instance goes from waiting over connected to applied", () => {
  expect(progressOf([], 0)).toMatchObject({ step: 0, text: "Waiting for the instance…" });
  expect(progressOf([having({ connection: "never connected" }, { lastSeenAt: null })], 0).step).toBe(0);
  expect(progressOf([connected], 0)).toMatchObject({ step: 1, text: "Connected, applying the config…" });
  expect(progressOf([APPLIED], 1)).toMatchObject({ step: 2, text: "Applied v1", silentSince: undefined });
});

it.each(["stale", "disconnected"] as const)("a step that was reached stays where the instance is %s, and its silence is told", (connection) => {
  expect(progressOf([having({ connection })], 0)).toMatchObject({ step: 2, text: "Applied v1", silentSince: 5000 });
  expect(progressOf([{ ...connected, state: { ...connected.state, connection } }], 0)).toMatchObject({ step: 1, text: "Connected", silentSince: 5000 });
});

it("a step that was reached stays where the instance and its record went, or has a newer config to apply", () => {
  expect(progressOf([], 2)).toMatchObject({ step: 2, text: "The instance stopped, and its record went with it" });
  expect(progressOf([having({ sync: "pending" })], 2).step).toBe(2);
});

it("many instances are applied once all are, silent once all are, and rejected by one", () => {
  const silent = having({ connection: "stale" }, { lastSeenAt: 7000 });
  expect(progressOf([APPLIED, connected], 0)).toMatchObject({ step: 1, text: "Connected: 2 instances, 1 with the config applied" });
  expect(progressOf([APPLIED, silent], 0)).toMatchObject({ step: 2, silentSince: undefined });
  expect(progressOf([having({ connection: "disconnected" }), silent], 0).silentSince).toBe(7000);
  expect(progressOf([APPLIED, having({ sync: "rejected" })], 0)).toMatchObject({ isBad: true, text: "Connected, but node-a rejected the config" });
});
