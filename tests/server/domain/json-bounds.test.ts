import { expect, it } from "vitest";
import { jsonBoundsFault } from "@/server/domain/json-bounds";

const faultOf = (text: string) => jsonBoundsFault(new TextEncoder().encode(text));

it.each(['{"json":{"a":[1,2,{"b":"c"}]}}', "", "null", `"${"[".repeat(1000)}"`, `"\\"${"{".repeat(1000)}"`, `"\\\\",${"[".repeat(70)}`])(
  "what honest bodies hold is read: %.40s",
  (text) => expect(faultOf(text)).toBeUndefined(),
);

it.each(["[".repeat(73), '{"a":'.repeat(73), `"\\\\"${"[".repeat(73)}`])("what nests deeper than 72 levels is refused: %.20s", (text) =>
  expect(faultOf(text)).toBe("The body nests deeper than 72 levels."),
);

it.each(["[],".repeat(100_000), '"a":1,'.repeat(130_000), `[${"1,".repeat(260_000)}1]`])("what has very many values outside texts is refused: %.20s", (text) =>
  expect(faultOf(text)).toMatch(/^The body has more values/),
);

it("forty megabytes of text are read through in no time, quotes and all", () => {
  const bytes = new TextEncoder().encode(`{"json":{"text":"${'name: \\"a\\"\\n'.repeat(3_000_000)}"}}`);
  jsonBoundsFault(bytes.subarray(0, 1_000_000));
  const start = process.cpuUsage();
  expect(jsonBoundsFault(bytes)).toBeUndefined();
  const { user } = process.cpuUsage(start);
  // Several times what it takes, for a loaded machine; a parser that nests takes seconds.
  expect(user / 1000).toBeLessThan(500);
});
