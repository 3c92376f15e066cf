import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { sources, textOf } from "./sources";

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, a chapter a line; in each, those of level 3 come last. */
const SECTIONS = [
  "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2",
  "2.1:3 2.2:3 2.3:4 2.4:1",
  "3.2:2 3.3:4 3.4:6 3.5:5 3.7:2",
  "4.1:3 4.2:1 4.3:2 4.4:4",
  "5.1:1 5.2:3 5.3:2 5.4:3",
  "6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4",
  "7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2",
  "8.1:2 8.2:3 8.3:1 8.4:1",
  "9.1:3 9.2:4",
  "10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3",
  "11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1",
  "12.1:3 12.2:2 12.3:4",
  "13.1:1 13.2:5 13.3:2 13.4:5",
  "14.1:2 14.2:4 14.3:3",
  "15.1:3 15.2:3 15.3:7",
  "16.1:1 16.2:5 16.3:4 16.4:3 16.5:3",
  "17.1:1 17.2:4 17.3:2",
];
const REQUIRED = SECTIONS.flatMap((line) => line.split(" ")).flatMap((each) => {
  const [section, count] = each.split(":");
  return Array.from({ length: Number(count) }, (_, index) => `${section}.${index + 1}`);
});

const page = readFileSync("docs/security.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
  .map((line) => {
    const [numbers = "", what = "", state = "", where = ""] = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    return { numbers: numbers.split(", "), what, state, where };
  });
/** Files that a text names. */
const filesIn = (text: string) =>
  [...text.matchAll(/`([^`\s]+\/[^`\s]*|[\w.-]+\.(?:json|lock))`/g)].map((match) => match[1] ?? "").filter((name) => !/:\/\//.test(name));
const partsIn = (text: string) => [...text.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map((match) => match[1] ?? "");

/** Names of domains stand in the same quotes as files. */
const isHost = (name: string) => /^[\w.-]+\.com(\/|$)/.test(name);

it("every requirement of levels 1 and 2 stands in the table once, and no other", () => {
  expect(REQUIRED).toHaveLength(253);
  const byNumber = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
  expect(rows.flatMap((row) => row.numbers).sort(byNumber)).toEqual([...REQUIRED].sort(byNumber));
});

it("every row has a state and a reason, and what is met names where: a file, a test or a part of the page", () => {
  const isBare = ({ state, where, what }: (typeof rows)[number]) =>
    !["met", "not met", "n/a"].includes(state) || !what || where === "" || (state === "met" && filesIn(where).length + partsIn(where).length === 0);
  expect(rows.filter(isBare)).toEqual([]);
});

it("every file and every part that the page names is there", () => {
  expect(
    filesIn(page)
      .filter((name) => !isHost(name))
      .filter((name) => !existsSync(name)),
  ).toEqual([]);
  const headings = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? "");
  expect(rows.flatMap((row) => partsIn(row.where)).filter((part) => !headings.includes(part))).toEqual([]);
});

it("the page counts right", () => {
  const count = (state: string) => rows.filter((row) => row.state === state).flatMap((row) => row.numbers).length;
  expect(page.replace(/\s+/g, " ")).toContain(`Of 253 requirements ${count("met")} are met, ${count("not met")} are not, and ${count("n/a")} do not apply.`);
});

const having = (pattern: RegExp) => sources.filter((file) => !file.startsWith("server/bin/") && pattern.test(textOf(file)));

it("the page names every file that calls an address, and pages and browsers call none but ours", () => {
  const callers = having(
    /(?<!\w\.)\bfetch\((?!\w+: )|assets\?\.fetch|createTransport\(|createClient\(|new WebSocket|\bEventSource\(|from "node:(https?|net|tls|dgram)"|core\/providers\/github/,
  );
  const [, part = ""] = /## What Signalbox calls\n([\s\S]*?)\n## /.exec(page) ?? [];
  const ofBrowsers = ["app/_trpc/client.ts"];
  expect(callers.filter((file) => !ofBrowsers.includes(file) && !filesIn(part).includes(file))).toEqual([]);
});

it("nothing evaluates text, writes raw HTML, starts a command, lets another origin in, or looks away from a certificate", () => {
  expect(having(/\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML|node:child_process|node:vm|Access-Control-|rejectUnauthorized|NODE_TLS_/)).toEqual(
    [],
  );
});

it("who writes to the log is known: each writes names, codes and words of ours", () => {
  const writers = having(/\bconsole\.(log|error|warn|info|debug)\b/);
  expect(writers).toEqual([
    "app/_trpc/unknown-error.ts",
    "server/auth/auth-config.ts",
    "server/auth/password-reset.ts",
    "server/background/run-due-jobs.ts",
    "server/background/scheduler.ts",
    "server/draft-store/load-draft.ts",
    "server/edge/worker.ts",
    "server/members/end-sessions.ts",
    "server/members/invite.ts",
    "server/process-database.ts",
    "server/rest-api/rest-api.ts",
    "server/runtime-api/runtime-api.ts",
    "server/trpc/init.ts",
  ]);
});

it("what is served as it is, is the agent alone", () => {
  expect(readdirSync("public")).toEqual(["runtime-agent.sh"]);
});

it("the lockfile has the hash of every package", () => {
  const Lock = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional(), link: z.boolean().optional() })) });
  const { packages } = Lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  const bare = Object.entries(packages).filter(([path, { integrity, link }]) => path !== "" && !link && !integrity?.startsWith("sha512-"));
  expect(bare.map(([path]) => path)).toEqual([]);
});
