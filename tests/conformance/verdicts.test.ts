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

type Path = readonly (string | number)[];

/** Every place in Kong's error tree that has a text, without what stands for the entity as a whole. */
function faultsIn(tree: unknown, path: Path = []): { path: Path; message: string }[] {
  if (typeof tree === "string") return [{ path, message: tree }];
  if (typeof tree !== "object" || tree === null) return [];
  const members: [string | number, unknown][] = Array.isArray(tree) ? [...tree.entries()] : Object.entries(tree);
  return members.flatMap(([key, child]) =>
    key === "@entity" ? faultsIn(child, path).map(({ message }) => ({ path, message })) : faultsIn(child, [...path, key]),
  );
}

const isWithin = (inner: Path, outer: Path): boolean => outer.every((step, at) => inner[at] === step);

/** Kong tells these by the entity's name, at top level even where it is nested, or only after all else is mended. */
const isToldElsewhere = ({ path, message }: ReturnType<typeof faultsIn>[number]): boolean =>
  /already declared|no such entry/.test(message) || (path.includes("snis") && path.at(-1) === "certificate");

it("an error stands at each entity and field at which a real node has one", () => {
  const missed = verdicts.flatMap(({ recorded, verdict }) => {
    if (recorded.ok || verdict.ok) return [];
    // Of a map's members Kong tells the place within the member, not which member.
    const isMet = (path: Path) =>
      verdict.errors.some((error) => isWithin(error.path, path) || isWithin(path, error.path) || isWithin(error.path, path.slice(0, -1)));
    return faultsIn(recorded.err?.fields)
      .filter((fault) => !isToldElsewhere(fault) && !isMet(fault.path))
      .map(({ path, message }) => `${recorded.id} ${path.join(".")}: ${message}`);
  });
  expect(missed).toEqual([]);
});
