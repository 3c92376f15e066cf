import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

const files = ["app", "server", "db"].flatMap((folder) => [...sources(folder)]);
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));

function importsOf(file: string): string[] {
  const found = [...(text.get(file) ?? "").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  return found.map((name) => (name.startsWith("@/") ? name.slice(2) : name.startsWith(".") ? normalize(join(dirname(file), name)) : name));
}

const offenders = (isInside: (file: string) => boolean, isForbidden: (target: string) => boolean) =>
  files.filter(isInside).flatMap((file) => importsOf(file).filter(isForbidden).map((target) => `${relative(".", file)} imports ${target}`));

it("app never imports db", () => {
  expect(offenders((file) => file.startsWith("app/"), (target) => target.startsWith("db/"))).toEqual([]);
});

it("domain imports a schema library, a YAML parser and itself", () => {
  const isAllowed = (target: string) => target.startsWith("server/domain/") || ["zod", "yaml"].includes(target);
  expect(offenders((file) => file.startsWith("server/domain/"), (target) => !isAllowed(target))).toEqual([]);
});

it("the runtime API knows no Next, React or tRPC", () => {
  expect(offenders((file) => file.startsWith("server/runtime-api/"), (target) => /^(next|react|@trpc)/.test(target))).toEqual([]);
});

it("db imports nothing of server but domain", () => {
  expect(offenders((file) => file.startsWith("db/"), (target) => target.startsWith("server/") && !target.startsWith("server/domain/"))).toEqual([]);
});

it("process.env is read by env.ts and the commands alone", () => {
  const readers = files.filter((file) => /process\.env\b/.test(text.get(file) ?? "") && !file.startsWith("server/bin/"));
  expect(readers).toEqual(["server/env.ts"]);
});

it("no source file is longer than 300 lines", () => {
  expect(files.filter((file) => (text.get(file) ?? "").split("\n").length > 301)).toEqual([]);
});
