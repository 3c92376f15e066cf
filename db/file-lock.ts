import Libsql from "libsql";

/** Another process serves from this database file. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
}

/**
 * Takes the database file for this process until it ends, however it ends: the lock is one of the kernel's, on a file
 * beside it, so that nothing is left behind by a kill. Throws `DatabaseInUseError` where another process has it. A second
 * process on one file would meet "database is busy", after which writes may be lost.
 */
export function lockDatabaseFile(path: string): void {
  const lock = new Libsql(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    const isHeld = error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
    throw isHeld ? new DatabaseInUseError(`Another Signalbox serves from ${path}; stop it, or set SIGNALBOX_DATA to another folder.`) : error;
  }
  held.push(lock);
}

/** Kept, because a connection that is collected lets go of its lock. */
const held: Libsql.Database[] = [];
