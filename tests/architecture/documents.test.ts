import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { EnvSchema } from "@/server/env";

const Package = z.object({ scripts: z.record(z.string(), z.string()) });
const scriptsIn = (folder: string): Record<string, string> =>
  existsSync(join(folder, "package.json")) ? Package.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).scripts : {};
const SKIPPED = new Set(["node_modules", ".git", ".next", "data", "data-dev", ".open-next", ".wrangler"]);

function* documents(folder = "."): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* documents(path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}
const texts = [...documents()].map((file) => ({ file, text: readFileSync(file, "utf8") }));

it("the README's table has every setting, and no other", () => {
  const table = /## Settings\n([\s\S]*?)\n\n[^|\n]/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
  const names = table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)].map((match) => match[1] ?? ""));
  expect(names.sort()).toEqual(Object.keys(EnvSchema.shape).sort());
});

it("a default in the README's table is the default", () => {
  const row = (name: string) =>
    readFileSync("README.md", "utf8")
      .split("\n")
      .find((line) => line.startsWith("|") && line.includes(`\`${name}\``)) ?? "";
  for (const [name, value] of Object.entries(EnvSchema.parse({}))) expect(row(name)).toContain(`\`${String(value)}\``);
});

it("what documents link to or name as a path is there", () => {
  const missing = texts.flatMap(({ file, text }) => {
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => normalize(join(dirname(file), match[1] ?? "")));
    const named = [...text.matchAll(/`((?:app|server|db|public|deploy|tests|docs)\/[\w./[\]-]*)`/g)].map((match) => match[1] ?? "");
    return [...linked, ...named].filter((path) => !existsSync(path)).map((path) => `${file}: ${path}`);
  });
  expect(missing).toEqual([]);
});

it("every npm command that a document names is there", () => {
  const named = texts.flatMap(({ file, text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => ({ file, name: match[1] ?? "" })));
  expect(named.filter(({ file, name }) => !(name in { ...scriptsIn("."), ...scriptsIn(dirname(file)) }))).toEqual([]);
});
