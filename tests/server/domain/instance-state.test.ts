import { expect, it } from "vitest";
import { type InstanceFacts, instanceState } from "@/server/domain/instance-state";

const NOW = Date.UTC(2026, 0, 1);
const group = { expectedEtag: "b", hold: null, pollIntervalSeconds: 15 };
const healthy: InstanceFacts = { lastSeenAt: NOW, runningEtag: "b", rejectedEtag: null, driftedAt: null, isReady: true, gatewayVersion: "3.9.3" };

it("a healthy instance reads connected, in sync, ready, and as compatible as it was judged", () => {
  expect(instanceState(healthy, group, NOW, "compatible")).toEqual({
    connection: "connected",
    sync: "in sync",
    readiness: "ready",
    compatibility: "compatible",
  });
});

it.each([
  [0, "connected"],
  [75, "connected"],
  [76, "stale"],
  [300, "stale"],
  [301, "disconnected"],
])("%i s of silence at an interval of 15 s read %s", (seconds, connection) => {
  expect(instanceState(healthy, group, NOW + seconds * 1000).connection).toBe(connection);
});

it.each<[string, Partial<InstanceFacts>]>([
  ["pending", { runningEtag: "a" }],
  ["pending", { runningEtag: "a", rejectedEtag: "older" }],
  ["rejected", { runningEtag: "a", rejectedEtag: "b" }],
  ["drifted", { driftedAt: NOW }],
  ["unknown", { lastSeenAt: null }],
])("sync reads %s for %o", (sync, facts) => {
  expect(instanceState({ ...healthy, ...facts }, group, NOW).sync).toBe(sync);
});

it("who is held runs what holds it, and is told of what it refuses or lacks first", () => {
  const held = { ...group, hold: "pinned" as const };
  expect(instanceState(healthy, held, NOW).sync).toBe("pinned");
  expect(instanceState(healthy, { ...group, hold: "paused" }, NOW).sync).toBe("paused");
  expect(instanceState({ ...healthy, runningEtag: "a" }, held, NOW).sync).toBe("pending");
  expect(instanceState({ ...healthy, rejectedEtag: "b" }, held, NOW).sync).toBe("rejected");
  expect(instanceState({ ...healthy, driftedAt: NOW }, held, NOW).sync).toBe("drifted");
});

it("before the first publish sync is unknown", () => {
  expect(instanceState(healthy, { ...group, expectedEtag: null }, NOW).sync).toBe("unknown");
});

it("what the node has not told reads unknown", () => {
  const state = instanceState({ ...healthy, isReady: null, gatewayVersion: null }, group, NOW);
  expect([state.readiness, state.compatibility]).toEqual(["unknown", "unknown"]);
});

it.each([
  [76_000, "stale", "in sync", "unknown"],
  [86_400_000, "disconnected", "unknown", "unknown"],
])("a node that was last heard of %d ms ago is shown as healthy by nothing that it said then", (silentMs, connection, sync, readiness) => {
  expect(instanceState(healthy, group, NOW + silentMs)).toMatchObject({ connection, sync, readiness });
});
