import { verifyChains } from "../activity/verify-chain";
import { assertMigrated } from "../../db/newest-migration";
import { readEnv } from "../env";
import { openProcessDatabase } from "../process-database";
import { exitWith } from "./exit-with";

const NOTED = /^([a-z0-9-]+)#(\d+):([0-9a-f]{64})$/;
const USAGE = "Usage: npm run audit-verify -- [ORG#NUMBER:HASH …], with places that an earlier run printed.";

/**
 * Proves the audit trail of every org, prints a line for each and for each break, and ends with 1 where there is one. It only
 * reads: a server may be serving from the database.
 */
export async function auditVerify(args: string[]): Promise<void> {
  const noted = args.map((arg) => NOTED.exec(arg)).map((found) => (found ? { org: found[1] ?? "", seq: Number(found[2]), hash: found[3] ?? "" } : null));
  if (noted.includes(null)) {
    console.error(USAGE);
    process.exit(2);
  }
  try {
    const db = await openProcessDatabase(readEnv());
    await assertMigrated(db);
    const proofs = await verifyChains(
      db,
      noted.filter((each) => each !== null),
    );
    db.close();
    for (const { org, entries, from, seq, hash, breaks } of proofs) {
      const places = seq > 0 ? `${from > 1 ? ` from ${org}#${from} on` : ""}; newest ${org}#${seq}:${hash}` : "";
      if (breaks.length === 0) console.log(`${org}: unbroken, ${entries} entries${places}`);
      for (const each of breaks) console.log(`${org}: BROKEN at ${org}#${each.seq}: ${each.message}`);
    }
    if (proofs.some(({ breaks }) => breaks.length > 0)) process.exitCode = 1;
  } catch (error) {
    exitWith(error);
  }
}
