import { type Database, isFileUrl, UnfitDatabaseError } from "../../db/client";
import {
  insertFinishedUpkeep,
  isUpkeepFinished,
  replaceSealedValue,
  SEALED_COLUMNS,
  type SealedColumnName,
  selectSealedValues,
  wipeFreedBytes,
} from "../../db/queries/sealed-values";
import {
  answerPlace,
  channelOldSecretPlace,
  channelSecretPlace,
  channelTargetPlace,
  contentPlace,
  draftStepPlace,
  nodeReportPlace,
  rejectedBodyPlace,
  secondFactorPlace,
  signingKeyPlace,
} from "./places";
import { isSealedByNewest, type KeyRing, openBytes, openSecret, openText, sealBytes, type SealedPlace, sealSecret, sealText } from "./seal";

/** Once done, the database holds nothing in clear that should be sealed, and no rest of it. */
const SEALED = "sealed";

const sealedColumnNames = Object.keys(SEALED_COLUMNS) as SealedColumnName[]; // safe because these are its own keys

type Ids = (string | number)[];
const textOf = (ids: Ids, at: number): string => String(ids[at]);

const PLACES: Record<SealedColumnName, (ids: Ids) => SealedPlace> = {
  signingKey: (ids) => signingKeyPlace(textOf(ids, 0), textOf(ids, 1)),
  content: (ids) => contentPlace(textOf(ids, 0), textOf(ids, 1), textOf(ids, 2)),
  draftStep: (ids) => draftStepPlace(textOf(ids, 0), textOf(ids, 1), Number(ids[2])),
  rejectedBody: (ids) => rejectedBodyPlace(textOf(ids, 0), textOf(ids, 1)),
  secondFactor: (ids) => secondFactorPlace(textOf(ids, 0)),
  channelTarget: (ids) => channelTargetPlace(textOf(ids, 0), textOf(ids, 1)),
  channelSecret: (ids) => channelSecretPlace(textOf(ids, 0), textOf(ids, 1)),
  channelOldSecret: (ids) => channelOldSecretPlace(textOf(ids, 0), textOf(ids, 1)),
  answer: (ids) => answerPlace(textOf(ids, 0), textOf(ids, 1), textOf(ids, 2)),
  nodeReport: (ids) => nodeReportPlace(textOf(ids, 0), textOf(ids, 1)),
};

/** What `sealSecret` sealed. */
const SHORT: ReadonlySet<SealedColumnName> = new Set(["signingKey", "secondFactor", "channelTarget", "channelSecret", "channelOldSecret"]);

async function sealedAgain(name: SealedColumnName, value: Uint8Array | string, keys: KeyRing, place: SealedPlace): Promise<Uint8Array | string> {
  if (typeof value !== "string") return sealBytes(await openBytes(value, keys, place), keys, place);
  if (SHORT.has(name)) return sealSecret(openSecret(value, keys, place), keys, place);
  return sealText(await openText(value, keys, place), keys, place);
}

const unfit = () =>
  new UnfitDatabaseError("The database holds what no data key at hand opens: set SIGNALBOX_DATA_KEY, or SIGNALBOX_OLD_DATA_KEYS, to the key that sealed it.");

/**
 * Seals with the newest key whatever is not, of all tenants, and tells how many values that were. A few at a time, each part in
 * a transaction, so that it may be killed at any moment and begun again. Throws `UnfitDatabaseError` where a key is missing.
 */
async function sealWithNewest(db: Database, keys: KeyRing): Promise<number> {
  let count = 0;
  for (const name of sealedColumnNames) {
    for (let after = 0; ;) {
      const values = await selectSealedValues(db, name, after);
      const last = values.at(-1);
      if (!last) break;
      after = last.rowid;
      const stale = values.filter(({ value }) => !isSealedByNewest(value, keys));
      if (stale.length === 0) continue;
      const sealed = await Promise.all(stale.map(({ ids, value }) => sealedAgain(name, value, keys, PLACES[name](ids)))).catch((error: unknown) => {
        throw Object.assign(unfit(), { cause: error });
      });
      await db.write(async (tx) => {
        for (const [index, each] of stale.entries()) await replaceSealedValue(tx, name, each, sealed[index] ?? each.value);
      });
      count += stale.length;
    }
  }
  return count;
}

/** What a database is brought up to date with, besides its tables. */
export interface Upkeep {
  db: Database;
  url: string;
  /** Asked for where there is something to seal. */
  keys: () => KeyRing;
  now: () => number;
  say: (line: string) => void;
}

/** A database server may refuse it: what its files hold is then its host's to wipe. */
async function wipe({ db, url, say }: Upkeep): Promise<void> {
  if (isFileUrl(url)) return wipeFreedBytes(db);
  await wipeFreedBytes(db).catch(() =>
    say("The database server does not take VACUUM: let its host rewrite the file, so that nothing is left of what was overwritten."),
  );
}

/**
 * Seals, once, what earlier releases wrote in clear, and wipes what is left of it from the file. Call it after migrating, with
 * the file locked. Until it is done, readers take values in clear as they are.
 */
export async function sealOldValues(upkeep: Upkeep): Promise<void> {
  const { db, now, say } = upkeep;
  if (await isUpkeepFinished(db, SEALED)) return;
  const isEmpty = (await Promise.all(sealedColumnNames.map((name) => selectSealedValues(db, name, 0)))).every((values) => values.length === 0);
  if (!isEmpty) {
    const count = await sealWithNewest(db, upkeep.keys());
    if (count > 0) say(`Sealed ${count} values that an earlier release kept in clear.`);
    await wipe(upkeep);
  }
  await db.write((tx) => insertFinishedUpkeep(tx, SEALED, now()));
}

/** Seals everything again that is not sealed with the newest key, wipes what is left of it, and tells how many values that were. */
export async function reseal(upkeep: Upkeep): Promise<number> {
  const count = await sealWithNewest(upkeep.db, upkeep.keys());
  await wipe(upkeep);
  return count;
}
