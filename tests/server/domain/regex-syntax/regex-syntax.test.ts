import { expect, it } from "vitest";
import { examineRegex } from "../../../../server/domain/regex-syntax/regex-syntax";

const refuses = (dialect: "pcre" | "rust") => (pattern: string) => examineRegex(pattern, dialect).fault !== undefined;

// What pcre2test and ripgrep say of them.
const BOTH_TAKE = [
  "",
  "a|b|",
  "(a)(?:b)(?P<n>c)",
  "a+?b{2}c{2,}d{2,3}",
  "[]a]",
  "[^]a]",
  "[a-z\\d_-]",
  "[\\w.-]",
  "\\d\\.\\-\\x41\\x{41}",
  "\\p{L}\\pN",
  "(?i)a(?s:.)",
  "a}b]",
  "[[:alpha:]_]",
  "a*+b",
  "^/v\\d+$",
  "ü[ä-ö]",
];
const BOTH_REFUSE = [
  "(*)",
  "a(*.b",
  "(",
  ")",
  "a)b",
  "(a",
  "[",
  "[a",
  "[]",
  "[z-a]",
  "[a-\\d]",
  "*",
  "a|*",
  "(?i)*",
  "(?",
  "(?P<",
  "(?P<n>a)(?P<n>b)",
  "a{2,1}",
  "\\",
  "\\y",
  "\\x{110000}",
  "[\\B]",
  "(?<1>a)",
  "{2}",
];
const ONLY_PCRE_TAKES = [
  "(?=a)",
  "(?<!a)",
  "(?>a)",
  "(?|a|b)",
  "(?#c)a",
  "(?'n'a)",
  "(a)\\1",
  "\\Qa(\\E",
  "\\h\\R\\K\\Z\\G",
  "a{",
  "/{id}",
  "[[]",
  "[\\b]",
  "\\0",
  "(?)",
  "(?ii)",
  "(*UTF8)a",
  "\\cA",
  "\\e",
];
const ONLY_THE_ROUTER_TAKES = ["a**", "a+*", "a{2}{3}", "^*", "[a--b]", "[[:foo:]]", "[:alpha:]", "\\u0041", "(?u)a", "\\x{100}", "\\x{100}[\\x{100}]"];

it("a pattern that both engines compile has no fault", () => {
  expect(BOTH_TAKE.filter((pattern) => refuses("pcre")(pattern) || refuses("rust")(pattern))).toEqual([]);
});

it("a pattern that neither engine compiles has a fault for both", () => {
  expect(BOTH_REFUSE.filter((pattern) => !refuses("pcre")(pattern) || !refuses("rust")(pattern))).toEqual([]);
});

it("look-around, back-references and the like are PCRE's alone", () => {
  expect(ONLY_PCRE_TAKES.filter((pattern) => refuses("pcre")(pattern) || !refuses("rust")(pattern))).toEqual([]);
});

it("a quantifier of a quantifier and the like are the router's alone", () => {
  expect(ONLY_THE_ROUTER_TAKES.filter((pattern) => !refuses("pcre")(pattern) || refuses("rust")(pattern))).toEqual([]);
});

it("where the meaning depends on what we do not read, nothing is certain", () => {
  expect(["(?x) ( # a comment (", "(?R)", "(?(1)a|b)", "\\k{n}", "\\12", "(*ACCEPT)("].filter(refuses("pcre"))).toEqual([]);
});

it("repetitions that the router's engine cannot hold are refused, without writing them out", () => {
  expect(refuses("rust")("((a{1000}){1000}){1000}")).toBe(true);
  expect(examineRegex("(a{100}b){10}", "rust")).toMatchObject({ size: 1020 });
});

it("a fault says where it is", () => {
  expect(examineRegex("/a/(?=b)", "rust").fault).toMatchObject({ offset: 3 });
});

it("no pattern is slow: it is read once and never run", () => {
  const hostile = [
    "(a+)+".repeat(20_000),
    "(".repeat(200_000),
    "[".repeat(200_000),
    "[[:".repeat(60_000),
    "(?P<a".repeat(30_000),
    "\\Q".repeat(100_000),
    "a{1".repeat(100_000),
    "(?#".repeat(100_000),
  ];
  const started = performance.now();
  for (const pattern of hostile) for (const dialect of ["pcre", "rust"] as const) examineRegex(pattern, dialect);
  // Reading is linear; what is not would take minutes.
  expect(performance.now() - started).toBeLessThan(20_000);
});
