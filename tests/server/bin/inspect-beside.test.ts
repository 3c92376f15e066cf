import { expect, it } from "vitest";
import { createInspectBeside } from "../../../server/bin/inspect-beside";
import { inspectConfig } from "../../../server/config-versions/inspect";
import { documentOf } from "../../load/document";

const large = JSON.stringify({ ...(JSON.parse(documentOf(1)) as object), _comment: "x".repeat(64 * 1024) }); // safe because the bench's document is an object

it("a large document is inspected beside, with what this thread would say, while this thread goes on", async () => {
  const inspect = createInspectBeside();
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const [first, second] = await Promise.all([inspect(large), inspect(large)]);
  clearInterval(turning);
  expect([first, second]).toEqual([inspectConfig(large), inspectConfig(large)]);
  expect(first.canonical?.entityCount).toBe(60);
  expect(turns).toBeGreaterThan(10);
});

it("a document of twenty thousand characters, which this thread would need a tenth of a second for, is inspected beside too", async () => {
  const service = (index: number) => `- name: s${index}\n  host: h${index}.internal\n  routes:\n  - name: r${index}\n    paths: [/p${index}]\n`;
  const source = `_format_version: "3.0"\nservices:\n${Array.from({ length: 280 }, (_, index) => service(index)).join("")}`;
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const { canonical } = await createInspectBeside()(source);
  clearInterval(turning);
  expect(canonical?.entityCount).toBe(560);
  expect(turns).toBeGreaterThan(10);
});

it("a document that takes too long is refused, and the next one is read", async () => {
  const hasty = createInspectBeside({ mostMs: 1 });
  const { findings } = await hasty(large);
  expect(findings.map(({ severity, message }) => [severity, message])).toEqual([["error", "The document takes more than 0.001 seconds to read."]]);
  expect((await hasty("_format_version: '3.0'")).canonical?.entityCount).toBe(0);
});

it("a document that holds nothing is told what it would do, and may be published", () => {
  const { findings, canonical } = inspectConfig('_format_version: "3.0"\n');
  expect([findings.map(({ severity }) => severity), canonical?.entityCount]).toEqual([["warning"], 0]);
});

it("a document with a fault for every line tells the first hundred, and how many more there are at least", () => {
  const { findings } = inspectConfig(`_format_version: "3.0"\n${Array.from({ length: 900 }, (_, index) => `k${index}: 1\n`).join("")}`);
  expect(findings).toHaveLength(101);
  expect(findings[0]).toMatchObject({ line: 2, severity: "error" });
  expect(findings.at(-1)?.message).toBe("There are at least 800 more findings.");
  const more = inspectConfig(`_format_version: "3.0"\n${Array.from({ length: 3000 }, (_, index) => `k${index}: 1\n`).join("")}`);
  expect(more.findings.at(-1)?.message).toBe("There are at least 899 more findings.");
});

it("a fault in a document that is too large to be read twice is told by its entity, soon, and without a line", () => {
  const lines = "# of many\n".repeat(400_001);
  const { findings } = inspectConfig(`_format_version: "3.0"\n${lines}services:\n- name: s0\n  host: h.internal\n  port: no\n`);
  expect(findings).toMatchObject([{ severity: "error", entity: { kind: "services", name: "s0" }, field: ["port"] }]);
  expect(findings[0]?.line).toBeUndefined();
});
