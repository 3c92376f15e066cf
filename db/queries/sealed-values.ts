import { and, asc, eq, getTableName, gt, isNotNull, sql } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, Executor } from "../client";
import { channels, configContents, draftSteps, finishedUpkeep, idempotencyKeys, runtimeInstances, secondFactors, signingKeys } from "../schema/index";

interface SealedColumn {
  table: SQLiteTable;
  column: AnySQLiteColumn;
  /** What names the row in the place that a value is sealed for. */
  ids: AnySQLiteColumn[];
  /** How many are read at once: a document has megabytes. */
  rowsAtOnce: number;
}

/** Every column that holds sealed values, of all tenants; signing keys first, since they tell whether the keys at hand are the right ones. */
export const SEALED_COLUMNS = {
  signingKey: { table: signingKeys, column: signingKeys.privateKey, ids: [signingKeys.orgId, signingKeys.id], rowsAtOnce: 100 },
  content: { table: configContents, column: configContents.body, ids: [configContents.orgId, configContents.groupId, configContents.etag], rowsAtOnce: 1 },
  draftStep: { table: draftSteps, column: draftSteps.changes, ids: [draftSteps.orgId, draftSteps.groupId, draftSteps.revision], rowsAtOnce: 1 },
  rejectedBody: { table: runtimeInstances, column: runtimeInstances.rejectedBody, ids: [runtimeInstances.orgId, runtimeInstances.id], rowsAtOnce: 20 },
  nodeReport: { table: runtimeInstances, column: runtimeInstances.nodeReport, ids: [runtimeInstances.orgId, runtimeInstances.id], rowsAtOnce: 100 },
  secondFactor: { table: secondFactors, column: secondFactors.secret, ids: [secondFactors.userId], rowsAtOnce: 100 },
  channelTarget: { table: channels, column: channels.target, ids: [channels.orgId, channels.id], rowsAtOnce: 100 },
  channelSecret: { table: channels, column: channels.secret, ids: [channels.orgId, channels.id], rowsAtOnce: 100 },
  channelOldSecret: { table: channels, column: channels.oldSecret, ids: [channels.orgId, channels.id], rowsAtOnce: 100 },
  answer: { table: idempotencyKeys, column: idempotencyKeys.body, ids: [idempotencyKeys.orgId, idempotencyKeys.tokenId, idempotencyKeys.key], rowsAtOnce: 100 },
} satisfies Record<string, SealedColumn>;

/** One of the columns that hold sealed values. */
export type SealedColumnName = keyof typeof SEALED_COLUMNS;

/** A value of such a column and the row it is in. */
export interface SealedValue {
  rowid: number;
  ids: (string | number)[];
  value: Uint8Array | string;
}

/** The column's next values past a row, of all tenants; fewer than none are left is the end. */
export async function selectSealedValues(db: Database, name: SealedColumnName, afterRowid: number): Promise<SealedValue[]> {
  const { table, column, ids, rowsAtOnce }: SealedColumn = SEALED_COLUMNS[name];
  const rowid = sql<number>`${table}.rowid`;
  const rows = await db.read
    .select({ rowid, ids: sql<string>`json_array(${sql.join(ids, sql`, `)})`, value: column })
    .from(table)
    .where(and(gt(rowid, afterRowid), isNotNull(column)))
    .orderBy(asc(rowid))
    .limit(rowsAtOnce);
  // safe because of what is selected: the columns are blobs as buffers, or texts
  return rows.map((row) => ({ rowid: Number(row.rowid), ids: JSON.parse(row.ids) as SealedValue["ids"], value: row.value as SealedValue["value"] }));
}

/** Puts another sealing of a value in its place, unless the value is another by now. */
export async function replaceSealedValue(tx: Executor, name: SealedColumnName, { rowid, value }: SealedValue, sealed: Uint8Array | string): Promise<void> {
  const { table, column }: SealedColumn = SEALED_COLUMNS[name];
  const named = sql.identifier(column.name);
  await tx.run(sql`UPDATE ${sql.identifier(getTableName(table))} SET ${named} = ${sealed} WHERE rowid = ${rowid} AND ${named} = ${value}`);
}

/** Whether this was done with the database. */
export const isUpkeepFinished = async (db: Database, name: string): Promise<boolean> =>
  (await db.read.select().from(finishedUpkeep).where(eq(finishedUpkeep.name, name)).get()) !== undefined;

/** Notes that this was done with the database. */
export const insertFinishedUpkeep = (tx: Executor, name: string, finishedAt: number) =>
  tx.insert(finishedUpkeep).values({ name, finishedAt }).onConflictDoNothing();

/**
 * Rewrites the database without what was deleted or overwritten, so that no byte of that is left in the file or its log.
 * Nothing else may use the database meanwhile.
 */
export async function wipeFreedBytes(db: Database): Promise<void> {
  await db.read.run(sql`VACUUM`);
  await db.read.run(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
}
