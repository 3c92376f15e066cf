import { type CheckRun, fail, warn } from "./check-run";
import { checkValue } from "./check-value";
import { keepsEntityCheck } from "./entity-checks";
import { type FieldHolder, indexOf } from "./record-index";
import type { EntityCheck } from "./schema";
import { fieldName } from "./value-words";

type Checked = Readonly<Record<string, unknown>>;

function nearest(name: string, known: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  for (const each of known) if (plain(each) === plain(name) || `${plain(each)}s` === plain(name) || plain(each) === `${plain(name)}s`) return each;
  return undefined;
}

/** Kong checks neither the time of a change nor, where entities end by themselves, that time to live. */
function isUnchecked(run: CheckRun, name: string, isKnown: boolean): boolean {
  if (name !== "updated_at") return false;
  if (!isKnown) warn(run, `"updated_at" has no meaning here; Kong ignores it.`, "Take it out.");
  return true;
}

/** Enough for whoever mends it: each costs a search for what was meant. */
const MOST_UNKNOWN = 100;

/** True where each member is a field that the holder knows and keeps its rules. `skips`: names that are judged elsewhere. */
export function checkMembers(run: CheckRun, holder: FieldHolder, value: Checked, skips?: (name: string) => boolean): boolean {
  const { byName, required } = indexOf(holder);
  let isSound = true;
  let unknown = 0;
  for (const name of Object.keys(value)) {
    if (unknown > MOST_UNKNOWN) break;
    const field = byName.get(name);
    const member = value[name];
    if (member === undefined || skips?.(name)) continue;
    run.path.push(name);
    if (isUnchecked(run, name, field !== undefined)) {
      run.path.pop();
      continue;
    }
    if (!field) {
      unknown += 1;
      const near = nearest(name, byName.keys());
      const cure = near === undefined ? "Check the spelling, or take it out." : `Did you mean "${near}"? Otherwise take it out.`;
      isSound = fail(run, `${fieldName(run.path)} is not a field that Kong knows here.`, cure);
    } else if (!checkValue(run, field, member)) isSound = false;
    run.path.pop();
  }
  for (const { name, auto } of required) {
    if (value[name] !== undefined || auto || skips?.(name)) continue;
    run.path.push(name);
    isSound = fail(run, `${fieldName(run.path)} is missing.`, "Give it a value.");
    run.path.pop();
  }
  return isSound;
}

/** True where every check across the holder's fields holds. `since`: how many faults the run had before this value. */
export function checkTogether(run: CheckRun, holder: FieldHolder, checks: readonly EntityCheck[] | undefined, value: Checked, since: number): boolean {
  let isSound = true;
  for (const check of checks ?? []) if (!keepsEntityCheck(run, holder, check, value, since)) isSound = false;
  return isSound;
}

/** True where the record, whose defaults were filled in, keeps all the holder's rules; else the run has been told why. */
export function checkRecord(run: CheckRun, holder: FieldHolder, value: Checked): boolean {
  const since = run.faults?.length ?? 0;
  const areSound = checkMembers(run, holder, value);
  return checkTogether(run, holder, holder.entity_checks, value, since) && areSound;
}
