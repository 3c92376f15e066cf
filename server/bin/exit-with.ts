import { UnfitDatabaseError } from "../../db/client";
import { DatabaseInUseError } from "../../db/file-lock";
import { NewerSchemaError } from "../../db/migrate";
import { SettingsError } from "../env";

/** What a person can do about a fault of the machine, by the code of the system or of SQLite. */
const CURES: [code: RegExp, cure: string][] = [
  [/^(ENOSPC|SQLITE_FULL)/, "There is no space left on the disk; free some, then start again. Nothing that was acknowledged is lost."],
  [/^SQLITE_(BUSY|LOCKED)/, "The database is locked by another process; stop that one, then start again."],
  [/^SQLITE_(CORRUPT|NOTADB)/, "The database file is damaged; restore it from a backup, or set SIGNALBOX_DATA to another folder."],
  [/^(EACCES|EPERM|EROFS|SQLITE_(READONLY|CANTOPEN|PERM))/, "The data folder cannot be written; make it writable, or set SIGNALBOX_DATA to another folder."],
  [/^(ECONNREFUSED|ENOTFOUND|ECONNRESET|ETIMEDOUT)/, "The database of DATABASE_URL cannot be reached; start it, or correct the setting."],
];

/** One line that a person can act on; undefined for what only the whole error tells. */
function adviceOn(error: unknown): string | undefined {
  if (error instanceof SettingsError || error instanceof NewerSchemaError || error instanceof UnfitDatabaseError || error instanceof DatabaseInUseError)
    return error.message;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const found = CURES.find(([pattern]) => pattern.test(code));
    if (found) return found[1];
  }
  return undefined;
}

/** Ends the process with 1: with one line for what a person can mend, and with the whole error for what they cannot. */
export function exitWith(error: unknown): never {
  console.error(adviceOn(error) ?? error);
  process.exit(1);
}
