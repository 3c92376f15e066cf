import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { filesIn, sources, textOf } from "./sources";

const exportsOf = (file: string) =>
  [...textOf(file).matchAll(/^export (?:async )?(const|function\*?|class|interface|type) (\w+)/gm)].map((match) => ({
    kind: match[1] ?? "",
    name: match[2] ?? "",
    at: match.index,
  }));

it("process.env is read by env.ts and the commands alone", () => {
  const readers = sources.filter((file) => /process\.env\b/.test(textOf(file)) && !file.startsWith("server/bin/"));
  expect(readers).toEqual(["server/env.ts"]);
});

it("no source file is longer than 300 lines", () => {
  expect(sources.filter((file) => textOf(file).split("\n").length > 301)).toEqual([]);
});

it("files are named in kebab case, and none is a drawer for everything", () => {
  const isOdd = (file: string) =>
    !/^[a-z0-9.\-[\]_]+$/.test(file.split("/").at(-1) ?? "") || /(^|\/)(utils?|helpers?|lib|common|misc|types)(\.tsx?|\/)/.test(file);
  expect(sources.filter(isOdd)).toEqual([]);
});

it("every export of server and db says what it guarantees", () => {
  const isBare = (file: string, at: number) => !/(\*\/|^\/\/.*)\n$/m.test(textOf(file).slice(0, at).slice(-200));
  // A type that is the output of the schema above it, of the same name, is told by it.
  const isTold = (file: string, name: string) => exportsOf(file).filter((each) => each.name === name).length > 1;
  const isUntold = (file: string, { kind, name, at }: ReturnType<typeof exportsOf>[number]) => isBare(file, at) && !(kind === "type" && isTold(file, name));
  const bare = sources
    .filter((file) => /^(server|db)\//.test(file))
    .flatMap((file) =>
      exportsOf(file)
        .filter((each) => isUntold(file, each))
        .map(({ name }) => `${file}: ${name}`),
    );
  expect(bare).toEqual([]);
});

it("every exported value is used by another file, a test at the least", () => {
  const all = [...sources, ...filesIn(["tests"], /\.tsx?$/), "next.config.ts"];
  const isFramework = (file: string, name: string) =>
    file.startsWith("app/") &&
    (/^(default|metadata|dynamic|GET|POST|PUT|generateMetadata|viewport)$/.test(name) || /(page|layout|route|error|loading|not-found)\.tsx?$/.test(file));
  const unused = sources.flatMap((file) =>
    exportsOf(file)
      .filter(({ kind, name }) => !/interface|type/.test(kind) && !isFramework(file, name) && !file.startsWith("db/schema/"))
      .filter(({ name }) => !all.some((other) => other !== file && new RegExp(`\\b${name}\\b`).test(textOf(other))))
      .map(({ name }) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});

it("there is one barrel, and only the client reads it", () => {
  const barrels = sources.filter((file) => /^export \*/m.test(textOf(file)));
  expect(barrels).toEqual(["db/schema/index.ts"]);
});

it("casts say why they are safe", () => {
  // A text may say "such as GET".
  const isBareCast = (line: string) =>
    /[\w)\]}] as (?!const\b)[A-Z{]/.test(line.replace(/"(?:[^"\\]|\\.)*"/g, '""')) && !/^\s*(import|export)\b|^\s*(\/\/|\*|\/\*)|safe because/.test(line);
  const bare = sources.flatMap((file) => {
    const lines = textOf(file).split("\n");
    return lines.flatMap((line, index) =>
      isBareCast(line) && !/safe because/.test(`${lines[index - 1]}${lines[index + 1]}`) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
    );
  });
  expect(bare).toEqual([]);
});

it("the schema is what the migrations make", () => {
  const out = mkdtempSync(join(tmpdir(), "signalbox-migrations-"));
  cpSync("db/migrations", out, { recursive: true });
  const args = ["generate", "--dialect=turso", "--schema=./db/schema/*.ts", `--out=${relative(".", out)}`];
  const { stdout, stderr } = spawnSync(process.execPath, [join("node_modules", "drizzle-kit", "bin.cjs"), ...args], { encoding: "utf8" });
  rmSync(out, { recursive: true, force: true });
  expect(stdout + stderr).toContain("No schema changes");
});

it("the lockfile names no host", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved"/);
});
