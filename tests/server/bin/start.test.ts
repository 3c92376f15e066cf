import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Libsql from "libsql";
import { expect, it } from "vitest";
import { lockDatabaseFile } from "../../../db/file-lock";
import { migrateDatabase } from "../../../db/migrate";
import { freePort } from "../../support/free-port";

/** A data folder of its own, and `npm start` on it, which is expected to end by itself. */
async function createFolder() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-start-"));
  const data = join(folder, "data");
  const port = await freePort();
  return {
    data,
    port,
    file: join(data, "signalbox.db"),
    start: (env: Record<string, string> = {}, command = "start") =>
      new Promise<{ code: number | null; said: string }>((done) => {
        const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", command], {
          env: { ...process.env, NODE_ENV: "production", PORT: String(port), SIGNALBOX_DATA: data, ...env },
        });
        let said = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
        child.once("close", (code) => done({ code, said }));
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

it("a port that is taken is told in one line", async () => {
  using folder = await createFolder();
  const other = createServer();
  await new Promise<void>((done) => void other.listen(folder.port, "127.0.0.1", done));
  expect(await folder.start()).toEqual({ code: 1, said: `Port ${folder.port} is taken; stop what listens there or set PORT.\n` });
  other.close();
});

it("a data folder that cannot be made, or is a file, is told in one line", async () => {
  using folder = await createFolder();
  writeFileSync(folder.data, "a file");
  for (const data of ["/proc/signalbox/data", folder.data, join(folder.data, "below")]) {
    const { code, said } = await folder.start({ SIGNALBOX_DATA: data });
    expect([code, said.split("\n").length, said]).toEqual([
      1,
      2,
      expect.stringMatching(/^The data folder .* cannot be written .*; make it writable or set SIGNALBOX_DATA\.\n$/),
    ]);
  }
});

it("a second server on the same folder is refused, and so is one whose database somebody else holds", async () => {
  using folder = await createFolder();
  mkdirSync(folder.data);
  const other = new Libsql(folder.file);
  other.exec("CREATE TABLE t (x); BEGIN EXCLUSIVE");
  expect(await folder.start()).toEqual({ code: 1, said: "The database is locked by another process; stop that one, then start again.\n" });
  other.close();
  lockDatabaseFile(folder.file);
  expect(await folder.start()).toEqual({ code: 1, said: `Another Signalbox serves from ${folder.file}; stop it, or set SIGNALBOX_DATA to another folder.\n` });
});

it("a database of a newer release, or one that is none, is told in one line and left as it is", async () => {
  using folder = await createFolder();
  mkdirSync(folder.data);
  await migrateDatabase(`file:${folder.file}`, undefined, resolve("db", "migrations"));
  const newer = new Libsql(folder.file);
  newer.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('newer', ${Date.now() + 1e12})`);
  newer.close();
  expect(await folder.start()).toEqual({
    code: 1,
    said: "The database was written by a newer Signalbox; start that release, or restore a backup of this one.\n",
  });
  rmSync(folder.data, { recursive: true });
  mkdirSync(folder.data);
  writeFileSync(folder.file, "This is no database, but a text that is long enough to be looked at.".repeat(20));
  expect(await folder.start()).toEqual({ code: 1, said: "The database file is damaged; restore it from a backup, or set SIGNALBOX_DATA to another folder.\n" });
});

it("a database server that is not there is told in one line", async () => {
  using folder = await createFolder();
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await folder.start({ DATABASE_URL: url })).toEqual({
    code: 1,
    said: "The database of DATABASE_URL cannot be reached; start it, or correct the setting.\n",
  });
});

it("npm run dev removes nothing from a folder that is in use", async () => {
  using folder = await createFolder();
  const own = join(folder.data, "data-dev", "small");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "signalbox.db"), "what another process has open");
  lockDatabaseFile(join(own, "signalbox.db"));
  const source = `import(${JSON.stringify(resolve("server", "bin", "serve.ts"))}).then(({ serve }) => serve(true))`;
  const env = { PATH: process.env.PATH, PORT: String(folder.port) };
  const { status, stderr } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", source], {
    cwd: folder.data,
    env: { ...env, NODE_ENV: "development" },
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining("Another Signalbox serves from")]);
  expect(readFileSync(join(own, "signalbox.db"), "utf8")).toBe("what another process has open");
});

it("npm run migrate leaves a file that is served alone; npm run setup-link changes no table of it, and prints its link", async () => {
  using folder = await createFolder();
  expect(await folder.start({}, "setup-link")).toEqual({ code: 1, said: expect.stringContaining("run npm run migrate, or npm start,") });
  expect(await folder.start({}, "migrate")).toEqual({ code: 0, said: "The database is up to date.\n" });
  lockDatabaseFile(folder.file);
  expect(await folder.start({}, "migrate")).toEqual({ code: 1, said: expect.stringContaining("Another Signalbox serves from") });
  expect(await folder.start({}, "setup-link")).toEqual({ code: 0, said: expect.stringMatching(/^http:\S+\/setup#token=\S+\n$/) });
});
