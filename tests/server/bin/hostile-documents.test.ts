import { afterEach, expect, it } from "vitest";
import { createInspectBeside } from "../../../server/bin/inspect-beside";
import { inspectConfig } from "../../../server/config-versions/inspect";
import { parseConfigDocument } from "../../../server/domain/config-document/parse";

const FORMAT = '_format_version: "3.0"\n';
/** More than is inspected in the thread that answers requests. */
const LONG = `${FORMAT}# ${"x".repeat(4096)}\n`;
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("");
const inRoutes = (path: string, count = 1) =>
  `${FORMAT}services:\n- name: s\n  host: h\n  routes:\n${lines(count, (index) => `  - name: r${index}\n    paths: ['~/${path}']\n`)}`;

const HOSTILE: [what: string, source: () => string, said: string][] = [
  [
    "billion laughs in lists",
    () => `${LONG}a0: &a0 [x]\n${lines(30, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`)}`,
    "more than 900000 values",
  ],
  [
    "billion laughs in merge keys",
    () => `${LONG}a0: &a0 {x: 1}\n${lines(30, (index) => `a${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}\n`)}`,
    "more than 900000 values",
  ],
  ["an alias of what holds it", () => `${LONG}a: &a [*a]\n`, "The alias *a has no anchor before it"],
  ["two million aliases", () => `a: &a 1\nb:\n${"- *a\n".repeat(1_600_000)}`, "more than 900000 values"],
  ["a million keys in YAML", () => lines(1_000_000, (index) => `${index.toString(36)}:\n`), "more than 50000 keys"],
  ["a million keys in braces", () => `{${lines(1_000_000, (index) => `${index.toString(36)},`)}}`, "more than 50000 keys"],
  ["a million keys in JSON", () => `{${lines(1_000_000, (index) => `"${index.toString(36)}":1,`)}"z":1}`, "more than 50000 keys"],
  ["deep lists in JSON", () => `{"a":${"[".repeat(2_000_000)}${"]".repeat(2_000_000)}}`, "deeper than 64 levels"],
  ["deep objects in JSON", () => `${'{"a":'.repeat(500_000)}1${"}".repeat(500_000)}`, "deeper than 64 levels"],
  ["brackets that are never closed", () => `a: ${"[".repeat(4_000_000)}`, "deeper than 64 levels"],
  ["deep lists in YAML", () => "- ".repeat(2_000_000), "deeper than 64 levels"],
  ["deep maps in YAML", () => lines(2_000, (index) => `${" ".repeat(index)}a:\n`), "deeper than 64 levels"],
  [
    "a key to the prototype in JSON",
    () => `{"services":[{"__proto__":{"isAdmin":true}}],"_comment":"${"x".repeat(4096)}"}`,
    '"__proto__" is not allowed as a key',
  ],
  [
    "a key to the prototype in YAML",
    () => `${FORMAT}_comment: ${"x".repeat(4096)}\nservices:\n- constructor: {prototype: {isAdmin: true}}\n`,
    '"constructor" is not allowed as a key',
  ],
  ["a pattern that is too large once written out", () => inRoutes("((a{1000}){1000}){1000}", 200), "larger than the router allows"],
];

const inspect = createInspectBeside();
afterEach(() => expect("isAdmin" in {}).toBe(false));

it.each(HOSTILE)(
  "%s: refused, while another document is answered",
  async (_what, source, said) => {
    const answered: string[] = [];
    const hostile = inspect(source()).then((inspection) => {
      answered.push("hostile");
      return inspection;
    });
    const other = inspect(`${FORMAT}services:\n- {name: s, host: h}\n`).then(({ canonical }) => {
      answered.push("other");
      return canonical?.entityCount;
    });
    expect(await other).toBe(1);
    const { findings, canonical } = await hostile;
    expect(answered).toEqual(["other", "hostile"]);
    expect(canonical).toBeUndefined();
    expect(findings[0]).toMatchObject({ severity: "error", message: expect.stringContaining(said) as string }); // safe because the matcher stands for a text
  },
  120_000,
);

it("a hundred megabytes: refused unread", async () => {
  const { findings } = await inspect("- a\n".repeat(25 * 1024 * 1024));
  expect(findings.map(({ message }) => message)).toEqual(["The document is larger than 32 MiB."]);
});

it("patterns that would run for ever are taken, because Kong takes them and nobody runs them here", () => {
  const { findings, canonical } = inspectConfig(inRoutes("(a+)+(b|b)*(c*)*$", 1000));
  expect([findings, canonical?.entityCount]).toEqual([[], 1001]);
});

it("an anchor may be used as often as a large configuration needs it", () => {
  const source = `${FORMAT}_comment: x\nservices:\n- &defaults {host: h, retries: 3}\n${lines(5000, (index) => `- {<<: *defaults, name: s${index}}\n`)}`;
  const parsed = parseConfigDocument(source);
  expect(parsed.ok && (parsed.document.services as unknown[]).length).toBe(5001); // safe because the source lists them
});

it.each([
  ["brackets in texts", `a: "${"[".repeat(100)}"\nb: '${"{".repeat(100)}'\nc: x${"[".repeat(100)}\n`],
  ["brackets in a block of text", `- a: |\n    ${"[\n    ".repeat(100)}\n  b: [1]\n- >-\n  ${"{ ".repeat(100)}\n`],
  ["many lists beside each other", `a:\n${"- [[[1], {b: [c]}]]\n".repeat(200)}`],
  ["comments", `a: 1 # ${"[".repeat(100)}\n# ${"{".repeat(100)}\nb: [1, # ${"[".repeat(100)}\n 2]\n`],
  ["64 levels", `${lines(63, (index) => `${" ".repeat(index)}a:\n`)}${" ".repeat(63)}a: 1\n`],
  ["apostrophes", `a: it's\nb: [it's, 'a''b', "\\"["]\n`],
])("%s are not taken for nesting", (_what, yaml) => {
  const parsed = parseConfigDocument(yaml.startsWith("-") ? `x:\n${yaml}` : yaml);
  expect(parsed.ok ? [] : parsed.findings).toEqual([]);
});
