import { expect, it } from "vitest";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { EMPTY_CONFIGURATION } from "@/server/domain/configuration/configuration";
import { readDocument } from "@/server/domain/configuration/read-document";
import { compareConfigurations } from "@/server/draft-store/review-configuration";
import { makeKongId } from "@/server/kong-ids";

it("where more changed than is shown, some of every kind is shown, and all is counted", async () => {
  const consumers = Array.from({ length: 2000 }, (_, n) => ({ username: `consumer-${n}` }));
  const routes = Array.from({ length: 400 }, (_, n) => ({ name: `route-${n}`, paths: [`/${n}`] }));
  const after = readDocument({ _format_version: "3.0", services: [{ name: "orders", host: "orders.internal" }], routes, consumers }, makeKongId);
  const { counts, diff, more, yaml } = await compareConfigurations(EMPTY_CONFIGURATION, after, CATALOG);
  const ofKind = (kind: string): number => diff.filter(({ key }) => key.kind === kind).length;
  expect([ofKind("services"), ofKind("routes"), ofKind("consumers")]).toEqual([1, 249, 250]);
  expect([counts.created, more, yaml.isPartial]).toEqual([2401, 1901, true]);
  expect(yaml.after).toContain("name: orders");
});
