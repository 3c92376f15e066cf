/**
 * A server for tests: the real libSQL engine (`libsql`) behind Hrana over HTTP, version 2, in JSON. It is not the libSQL
 * server: no authentication, no replication, one process. What reaches a database over HTTP is tested against it.
 * https://github.com/tursodatabase/libsql/blob/main/docs/HTTP_V2_SPEC.md
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import Engine from "libsql";

type Value = { type: "null" } | { type: "integer" | "text"; value: string } | { type: "float"; value: number } | { type: "blob"; base64: string };
interface Stmt {
  sql?: string;
  sql_id?: number;
  args?: Value[];
  named_args?: { name: string; value: Value }[];
  want_rows?: boolean;
}
type Cond = { type: "ok" | "error"; step: number } | { type: "not"; cond: Cond } | { type: "and" | "or"; conds: Cond[] } | { type: "is_autocommit" };
interface StreamRequest {
  type: string;
  stmt?: Stmt;
  batch?: { steps: { condition?: Cond; stmt: Stmt }[] };
  sql?: string;
  sql_id?: number;
}
interface Failure {
  message: string;
  code: string;
}

/** A stream that nobody asks for so long is rolled back, so that a client that died holds no lock. */
const IDLE_MS = 5000;
const READS = /^\s*(select|pragma|explain)\b/i;

const toSqlite = (value: Value): unknown => {
  if (value.type === "null") return null;
  if (value.type === "integer") return BigInt(value.value);
  return value.type === "blob" ? Buffer.from(value.base64, "base64") : value.value;
};

const toHrana = (value: unknown): Value => {
  if (value === null || value === undefined) return { type: "null" };
  if (typeof value === "bigint") return { type: "integer", value: String(value) };
  if (typeof value === "number") return { type: "float", value };
  return value instanceof Uint8Array ? { type: "blob", base64: Buffer.from(value).toString("base64") } : { type: "text", value: String(value) };
};

const failureOf = (error: unknown): Failure => ({
  message: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "SQLITE_ERROR",
});

/** Writers take turns, since the engine is synchronous: one that waited inside it would stop the one it waits for. */
class Turns {
  private tail: Promise<void> = Promise.resolve();

  async take(): Promise<() => void> {
    const before = this.tail;
    let done = () => {};
    this.tail = new Promise((resolve) => (done = resolve));
    await before;
    return done;
  }
}

/** One connection with the SQL texts that its client stored. */
class Stream {
  readonly baton = randomUUID();
  isClosed = false;
  private readonly engine: Engine.Database;
  private readonly texts = new Map<number, string>();
  private releaseTurn: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    file: string,
    private readonly turns: Turns,
    private readonly onClose: (stream: Stream) => void,
  ) {
    this.engine = new Engine(file);
  }

  async answer(request: StreamRequest): Promise<Record<string, unknown>> {
    const { type, stmt, batch } = request;
    if (type === "close") this.close();
    else if (type === "store_sql") this.texts.set(request.sql_id ?? -1, request.sql ?? "");
    else if (type === "close_sql") this.texts.delete(request.sql_id ?? -1);
    else if (type === "sequence") await this.inTurn(this.textOf(request), () => this.engine.exec(this.textOf(request)));
    else if (type === "execute" && stmt) return { type, result: await this.execute(stmt) };
    else if (type === "batch" && batch) return { type, result: await this.batch(batch.steps) };
    else if (type === "describe") return { type, result: this.describe(this.textOf(request)) };
    else throw new Error(`A request of type ${type} is not known here.`);
    return { type };
  }

  /** Waits for the stream's next pipeline, but not forever. */
  rest(): void {
    this.timer = setTimeout(() => this.close(), IDLE_MS);
  }

  wake(): void {
    clearTimeout(this.timer);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.wake();
    if (this.engine.inTransaction) this.engine.exec("ROLLBACK");
    this.engine.close();
    this.releaseTurn?.();
    this.onClose(this);
  }

  private textOf({ sql, sql_id }: { sql?: string; sql_id?: number }): string {
    const text = sql ?? this.texts.get(sql_id ?? -1);
    if (text === undefined) throw new Error(`There is no SQL text ${sql_id}.`);
    return text;
  }

  private async inTurn<T>(sql: string, work: () => T): Promise<T> {
    if (!this.releaseTurn && !READS.test(sql)) {
      const release = await this.turns.take();
      // Closed while it waited: its engine is gone.
      if (this.isClosed) {
        release();
        throw new Error("The stream is closed.");
      }
      this.releaseTurn = release;
    }
    try {
      return work();
    } finally {
      if (!this.engine.inTransaction) {
        this.releaseTurn?.();
        this.releaseTurn = undefined;
      }
    }
  }

  private execute(stmt: Stmt) {
    const sql = this.textOf(stmt);
    return this.inTurn(sql, () => {
      const prepared = this.engine.prepare(sql).safeIntegers(true);
      const named = Object.fromEntries((stmt.named_args ?? []).map(({ name, value }) => [name.replace(/^[:@$]/, ""), toSqlite(value)]));
      const args = stmt.named_args?.length ? named : (stmt.args ?? []).map(toSqlite);
      const cols = prepared.columns().map(({ name, type }) => ({ name, decltype: type }));
      if (cols.length === 0) {
        const { changes, lastInsertRowid } = prepared.run(args);
        return { cols, rows: [], affected_row_count: changes, last_insert_rowid: String(lastInsertRowid) };
      }
      const rows = (prepared.raw(true).all(args) as unknown[][]).map((row) => Array.from(row, toHrana)); // safe because raw rows are arrays
      const isReturning = !READS.test(sql);
      return { cols, rows: stmt.want_rows === false ? [] : rows, affected_row_count: isReturning ? rows.length : 0, last_insert_rowid: null };
    });
  }

  private async batch(steps: { condition?: Cond; stmt: Stmt }[]) {
    const results: (object | null)[] = [];
    const errors: (Failure | null)[] = [];
    const holds = (cond: Cond): boolean => {
      if (cond.type === "ok") return Boolean(results[cond.step]);
      if (cond.type === "error") return Boolean(errors[cond.step]);
      if (cond.type === "not") return !holds(cond.cond);
      if (cond.type === "and") return cond.conds.every(holds);
      return cond.type === "or" ? cond.conds.some(holds) : !this.engine.inTransaction;
    };
    for (const [index, { condition, stmt }] of steps.entries()) {
      results[index] = errors[index] = null;
      if (condition && !holds(condition)) continue;
      await this.execute(stmt).then(
        (result) => (results[index] = result),
        (error: unknown) => (errors[index] = failureOf(error)),
      );
    }
    return { step_results: results, step_errors: errors };
  }

  private describe(sql: string) {
    const columns = this.engine.prepare(sql).columns();
    return {
      params: [],
      cols: columns.map(({ name, type }) => ({ name, decltype: type })),
      is_explain: /^\s*explain/i.test(sql),
      is_readonly: READS.test(sql),
    };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Serves the file on a free port of loopback. `requests` counts the pipelines; `openStreams` the connections that are
 * held. `serve` puts another file in its place, for whoever asks next.
 */
export async function startHranaServer(initialFile: string) {
  let file = initialFile;
  const streams = new Map<string, Stream>();
  const turns = new Turns();
  const counts = { requests: 0, openStreams: () => streams.size };
  const serve = (next: string) => {
    file = next;
    const engine = new Engine(file);
    engine.exec("PRAGMA journal_mode = WAL");
    engine.close();
  };
  serve(file);

  async function pipeline(body: { baton?: string | null; requests: StreamRequest[] }): Promise<object | null> {
    const found = body.baton ? streams.get(body.baton) : new Stream(file, turns, (closed) => streams.delete(closed.baton));
    if (!found) return null;
    streams.set(found.baton, found);
    found.wake();
    const results: object[] = [];
    for (const request of body.requests) {
      try {
        results.push({ type: "ok", response: await found.answer(request) });
      } catch (error) {
        results.push({ type: "error", error: failureOf(error) });
      }
    }
    if (!found.isClosed) found.rest();
    return { baton: found.isClosed ? null : found.baton, base_url: null, results };
  }

  const server = createServer((request, response) => {
    const reply = (status: number, body?: object) => response.writeHead(status, { "Content-Type": "application/json" }).end(body && JSON.stringify(body));
    if (request.method === "GET" && request.url === "/v2") return void reply(200);
    if (request.method !== "POST" || request.url !== "/v2/pipeline") return void reply(404, { message: "There is nothing here.", code: "NOT_FOUND" });
    counts.requests += 1;
    textOf(request)
      .then((text) => pipeline(JSON.parse(text)))
      .then((answer) => (answer ? reply(200, answer) : reply(400, { message: "The stream is not known; it may have expired.", code: "STREAM_EXPIRED" })))
      .catch((error: unknown) => reply(400, failureOf(error)));
  });
  // Node's own five seconds are less than a client is busy with as it starts; a database server waits longer.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    serve,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      for (const stream of streams.values()) stream.close();
    },
  };
}
