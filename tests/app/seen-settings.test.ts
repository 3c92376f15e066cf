import { expect, it } from "vitest";
import { changedSettings, type GroupSettings, nowSeen } from "@/app/o/[org]/runtime-groups/[groupId]/settings/seen-settings";

const seen: GroupSettings = {
  name: "edge",
  description: "",
  labels: {},
  pollIntervalSeconds: 15,
  keptVersions: 100,
  healsDrift: true,
  archiveAfterDays: null,
  updatedAt: 10,
};

it("a setting that somebody else changed since is told, and is not seen by itself", () => {
  const now = { ...seen, pollIntervalSeconds: 30, archiveAfterDays: 7, updatedAt: 11 };
  expect(changedSettings(seen, now)).toEqual([
    ["Poll interval", "30 s"],
    ["Archive after", "7 days of silence"],
  ]);
  expect(nowSeen(seen, now)).toBe(seen);
});

it("a change of what the form does not show is nothing to look at", () => {
  const now = { ...seen, updatedAt: 11 };
  expect(changedSettings(seen, now)).toEqual([]);
  expect(nowSeen(seen, now)).toBe(now);
});

it("a page that was read before one's own save tells nothing", () => {
  const saved = { ...seen, name: "edge ", updatedAt: 12 };
  expect(changedSettings(saved, seen)).toEqual([]);
  expect(nowSeen(saved, seen)).toBe(saved);
  const told = { ...seen, updatedAt: 12 };
  expect(nowSeen(saved, told)).toBe(told);
});
