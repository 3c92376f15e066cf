import { expect, it } from "vitest";
import { judge } from "@/server/bin/verdict";
import { type RecordedDocument, recordedDocuments } from "@/tests/support/recorded-documents";

/** What a node refuses and we take, each with the reason why it cannot be told here. */
const UNTOLD: Readonly<Record<string, string>> = {};

const verdicts = recordedDocuments.map((recorded) => ({ recorded, verdict: judge(recorded.id, recorded.doc) }));
const falseRejects = verdicts.filter(({ recorded, verdict }) => recorded.ok && !verdict.ok);
const falseAccepts = verdicts.filter(({ recorded, verdict }) => !recorded.ok && verdict.ok);
const groupOf = ({ id }: RecordedDocument): string => id.replace(/-\d+$/, "");

function table(): string {
  const groups = [...new Set(recordedDocuments.map(groupOf))].sort();
  const line = (name: string, all: typeof verdicts) => {
    const rejects = all.filter((each) => falseRejects.includes(each)).length;
    const accepts = all.filter((each) => falseAccepts.includes(each)).length;
    return `${name.padEnd(32)}${String(all.length - rejects - accepts).padStart(4)} of ${String(all.length).padStart(4)}${String(rejects).padStart(8)}${String(accepts).padStart(8)}`;
  };
  const rows = groups.map((group) =>
    line(
      group,
      verdicts.filter(({ recorded }) => groupOf(recorded) === group),
    ),
  );
  return [`${"agreement with Kong 3.9.3".padEnd(32)}            rejects accepts (false)`, ...rows, line("all", verdicts)].join("\n");
}

it("every document that a real node takes is taken", () => {
  console.log(table());
  expect(falseRejects.map(({ recorded, verdict }) => ({ id: recorded.id, title: recorded.title, errors: verdict.errors }))).toEqual([]);
});

it("at most one in a hundred of what a real node refuses is taken, each for a known reason", () => {
  expect(falseAccepts.map(({ recorded }) => `${recorded.id}: ${recorded.title}`).filter((text) => UNTOLD[text.split(":")[0] ?? ""] === undefined)).toEqual([]);
  const refused = recordedDocuments.filter(({ ok }) => !ok).length;
  expect(falseAccepts.length).toBeLessThanOrEqual(refused / 100);
});

/** Where Kong's error tree first has a text: the path of an entity and field, without what stands for the entity as a whole. */
function firstFault(tree: unknown, path: (string | number)[] = []): (string | number)[] | undefined {
  if (typeof tree === "string") return path;
  if (typeof tree !== "object" || tree === null) return undefined;
  const members = Array.isArray(tree) ? tree.map((child: unknown, index) => [index, child] as const) : Object.entries(tree);
  for (const [key, child] of members) {
    const found = key === "@entity" ? path : firstFault(child, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

it("an error stands at the entity at which a real node has one", () => {
  const elsewhere = verdicts.flatMap(({ recorded, verdict }) => {
    const [kind, index] = firstFault(recorded.err?.fields) ?? [];
    if (recorded.ok || verdict.ok || typeof kind !== "string" || typeof index !== "number") return [];
    return verdict.errors.some(({ path }) => path[0] === kind && path[1] === index) ? [] : [recorded.id];
  });
  expect(elsewhere).toEqual([]);
});
