import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { openDatabase } from "../../db/client";
import { enrollmentTokens } from "../../db/schema/index";
import { hashToken, newToken } from "../../server/auth/token-hash";
import { documentOf } from "../load/document";
import { seed } from "../load/seed";
import { bundleProcess } from "../support/bundled-process";

const KILLS = 50;
const MOST_ANSWERS = 40;
const LONGEST_MS = 20;
const SEED = 20260101;

/** The facts as `tests/support/killable-server.ts` tells them. */
interface Facts {
  instances: { id: string; rejectedBody: string | null }[];
  etags: string[];
  versions: { number: number; etag: string; body: string }[];
  liveVersion: number;
}

/** mulberry32: the same moments in every run. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const digestOf = (body: string): string => `"sha256-${createHash("sha256").update(body).digest("hex")}"`;

async function start(file: string, args: string[]): Promise<{ child: ChildProcess; base: string }> {
  const child = fork(file, args, { execArgv: [] });
  const port = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => fail(new Error(`The server ended with ${code} before it listened.`)));
  });
  return { child, base: `http://127.0.0.1:${String(port)}` };
}

function kill(child: ChildProcess): Promise<unknown> {
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  return ended;
}

/** What was answered as done, and what was asked for last, over all kills. */
const createLedger = () => ({
  credentials: new Map<string, string>(),
  reportedEtags: new Set<string>(),
  rejectedBodies: new Map<string, { acknowledged: string | null; asked: string }>(),
  published: 0,
  served: 0,
  moments: { enroll: 0, report: 0, publish: 0 },
});
type Ledger = ReturnType<typeof createLedger>;

const done = ({ moments }: Ledger): number => moments.enroll + moments.report + moments.publish;

/** Keeps enrolling, reporting, publishing and polling until the server is gone; writes down every whole answer that says it is done. */
function load(base: string, token: string, round: number, ledger: Ledger): Promise<unknown> {
  const call = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${base}${path}`, init);
    return { status: answer.status, etag: answer.headers.get("etag"), text: await answer.text() };
  };
  const bearer = (credential: string) => ({ Authorization: `Bearer ${credential}` });
  const instance = async () => {
    for (let turn = 0; ; turn++) {
      const id = randomUUID();
      const enrolled = await call("/api/runtime/v1/enroll", { method: "POST", headers: { ...bearer(token), "instance-id": id, hostname: "node" } });
      expect(enrolled.status).toBe(201);
      const { credential } = JSON.parse(enrolled.text) as { credential: string }; // safe because a 201 has it
      ledger.credentials.set(id, credential);
      ledger.moments.enroll += 1;
      const polled = await call("/api/runtime/v1/config", { headers: bearer(credential) });
      if (polled.status === 200) {
        expect(digestOf(polled.text)).toBe(polled.etag);
        ledger.served += 1;
      } else expect(polled.status).toBe(204);
      for (let each = 0; each < 4; each++) {
        const body = `rejected ${round} ${turn} ${each} ${id}`;
        const etag = digestOf(body);
        const acknowledged = ledger.rejectedBodies.get(id)?.acknowledged ?? null;
        ledger.rejectedBodies.set(id, { acknowledged, asked: body });
        const reported = await call("/api/runtime/v1/reports/rejected", {
          method: "POST",
          body,
          headers: { ...bearer(credential), "Config-ETag": etag, "Kong-Status": "400" },
        });
        expect(reported.status).toBe(204);
        ledger.reportedEtags.add(etag);
        ledger.rejectedBodies.set(id, { acknowledged: body, asked: body });
        ledger.moments.report += 1;
      }
    }
  };
  const publisher = async () => {
    for (let turn = 0; ; turn++) {
      const published = await call("/publish", { method: "POST", body: documentOf(round * 1000 + turn) });
      expect(published.status).toBe(200);
      ledger.published = (JSON.parse(published.text) as { number: number }).number; // safe because a 200 has it
      ledger.moments.publish += 1;
    }
  };
  // A dead server makes fetch throw a TypeError: the end of the load. Anything else is a finding.
  const untilGone = (work: Promise<never>) =>
    work.catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error;
    });
  return Promise.all([...Array.from({ length: 4 }, instance), publisher()].map(untilGone));
}

/** Everything that was answered as done is there, and nothing is half there. */
async function verify(base: string, ledger: Ledger, fresh: Map<string, string>): Promise<void> {
  const facts = (await (await fetch(`${base}/facts`)).json()) as Facts; // safe because the test's own server tells it
  const [instances, etags] = [new Map(facts.instances.map((each) => [each.id, each])), new Set(facts.etags)];
  expect([...ledger.credentials.keys()].filter((id) => !instances.has(id))).toEqual([]);
  expect([...ledger.reportedEtags].filter((etag) => !etags.has(etag))).toEqual([]);
  const isLost = ([id, { acknowledged, asked }]: [string, { acknowledged: string | null; asked: string }]) =>
    ![acknowledged, asked].includes(instances.get(id)?.rejectedBody ?? null);
  expect([...ledger.rejectedBodies].filter(isLost)).toEqual([]);
  // The publish that was under way may have been written without its answer.
  expect([ledger.published, ledger.published + 1]).toContain(facts.liveVersion);
  ledger.published = facts.liveVersion;
  expect(facts.versions.map((version) => version.number).toSorted((a, b) => a - b)).toEqual(facts.versions.map((_, index) => index + 1));
  expect(facts.versions.filter((version) => digestOf(version.body) !== version.etag)).toEqual([]);
  const live = facts.versions.find((version) => version.number === facts.liveVersion);
  await Promise.all(
    [...fresh.values()].map(async (credential) => {
      const answer = await fetch(`${base}/api/runtime/v1/config`, { headers: { Authorization: `Bearer ${credential}` } });
      const body = await answer.text();
      expect([answer.status, answer.headers.get("etag")]).toEqual(live ? [200, live.etag] : [204, null]);
      if (live) expect(digestOf(body)).toBe(live.etag);
    }),
  );
}

it(`a server killed at ${KILLS} moments has lost nothing that it answered as done, and serves no half version`, { timeout: 300_000 }, async () => {
  const [{ folder, url, orgId, groupId }, file] = await Promise.all([seed(1), bundleProcess("killable-server")]);
  const token = newToken("sbe");
  const db = await openDatabase(url, undefined, () => undefined);
  await db.write((tx) =>
    tx
      .insert(enrollmentTokens)
      .values({ id: randomUUID(), orgId, groupId, tokenHash: hashToken(token), expiresAt: Date.now() + 3_600_000, createdAt: 0, createdBy: "owner" }),
  );
  db.close();
  const [random, ledger] = [randomFrom(SEED), createLedger()];
  let server = await start(file, [url, orgId, groupId]);
  try {
    for (let round = 0; round < KILLS; round++) {
      const known = new Set(ledger.credentials.keys());
      const ended = load(server.base, token, round, ledger);
      // After so many answers, so that a slow machine is killed under load too, and then a moment of any length.
      const enough = done(ledger) + 1 + Math.floor(random() * MOST_ANSWERS);
      while (done(ledger) < enough && server.child.exitCode === null) await sleep(1);
      await sleep(random() * LONGEST_MS);
      await Promise.all([kill(server.child), ended]);
      server = await start(file, [url, orgId, groupId]);
      await verify(server.base, ledger, new Map([...ledger.credentials].filter(([id]) => !known.has(id))));
    }
    expect(Math.min(...Object.values(ledger.moments), ledger.served)).toBeGreaterThan(0);
  } finally {
    await kill(server.child);
    rmSync(folder, { recursive: true, force: true });
    rmSync(file, { force: true });
  }
});
