import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { EnvSchema } from "@/server/env";

const INSTRUCTIONS = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"];
const SETTINGS = new Set([...Object.keys(EnvSchema.shape), "NODE_ENV"]);

const dockerfile = readFileSync("deploy/Dockerfile", "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => {
    const [, name = "", rest = ""] = /^(\w+) (.*)$/.exec(line) ?? [];
    return { name, rest };
  });
const all = (name: string) => dockerfile.filter((line) => line.name === name).map((line) => line.rest);

interface ComposeFile {
  services: Record<
    string,
    {
      environment?: Record<string, string>;
      volumes: string[];
      build?: { context: string; dockerfile: string };
      depends_on?: Record<string, { condition: string }>;
    }
  >;
  volumes: Record<string, object>;
}

it("the Dockerfile has known instructions, a Node that Signalbox takes, and sets only settings that there are", () => {
  expect(dockerfile.filter((line) => !INSTRUCTIONS.includes(line.name))).toEqual([]);
  for (const from of all("FROM")) expect(from).toMatch(/^node:2[2-9]-bookworm-slim( AS build)?$/);
  const names = all("ENV").flatMap((line) => line.split(" ").map((pair) => pair.split("=")[0] ?? ""));
  expect(names.filter((name) => !SETTINGS.has(name))).toEqual([]);
});

it("the container ends up as a user that is not root, with a volume that this user owns, and commands that exist", () => {
  expect(all("USER")).toEqual(["node"]);
  expect(all("VOLUME")).toEqual(["/data"]);
  expect(all("ENV").join(" ")).toContain("SIGNALBOX_DATA=/data");
  expect(all("RUN").join("\n")).toContain("chown -R node:node /data");
  for (const text of [...all("RUN"), ...all("CMD")]) for (const path of text.match(/server\/\S+?\.mjs/g) ?? []) expect(existsSync(path)).toBe(true);
});

it("health is asked where the console answers it", () => {
  expect(all("HEALTHCHECK")[0]).toContain("/api/health");
  expect(existsSync("app/api/health/route.ts")).toBe(true);
});

it("the Compose file names what is there, and reads alike for YAML 1.1", () => {
  const text = readFileSync("deploy/compose.yaml", "utf8");
  const file = parse(text) as ComposeFile; // safe because what is read of it is looked at below
  expect(parse(text, { version: "1.1" })).toEqual(file);
  const { signalbox, proxy } = file.services;
  expect(existsSync(join("deploy", signalbox?.build?.context ?? "", signalbox?.build?.dockerfile ?? ""))).toBe(true);
  expect(Object.keys(signalbox?.environment ?? {}).filter((name) => !SETTINGS.has(name))).toEqual([]);
  expect(Object.keys(proxy?.depends_on ?? {})).toEqual(["signalbox"]);
  for (const service of Object.values(file.services)) for (const mount of service.volumes) expect(file.volumes).toHaveProperty(mount.split(":")[0] ?? "");
});

it("nothing of a data folder gets into an image, no file of settings, no history and no test", () => {
  const ignored = readFileSync("deploy/Dockerfile.dockerignore", "utf8").split("\n");
  for (const folder of ["data", "data-dev", ".git", "**/.env*", "**/.dev.vars", "tests"]) expect(ignored).toContain(folder);
});
