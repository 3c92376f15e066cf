import { expect, it } from "vitest";
import { readConfigTiming } from "@/server/domain/config-timing";

it.each([
  ["fetch;dur=120, verify;dur=3, apply;dur=240", [120, 3, 240]],
  ["apply;dur=240", [null, null, 240]],
  ["fetch ; dur=1.6,verify;dur=0", [2, 0, null]],
  ["fetch;dur=-1, verify;dur=1e9, apply;dur=86400001", [null, null, null]],
  ["fetch;dur=9999999999, apply=3, other;dur=4", [null, null, null]],
  ["", [null, null, null]],
  [null, [null, null, null]],
])("reads %j as %j", (header, [fetchMs, verifyMs, applyMs]) => {
  expect(readConfigTiming(header)).toEqual({ fetchMs, verifyMs, applyMs });
});
