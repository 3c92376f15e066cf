interface Entry<Value> {
  value: Value;
  weight: number;
  loadedAt: number;
  /** Asked for since it was last passed over for eviction. */
  isUsed: boolean;
}

interface Flight<Value> {
  promise: Promise<Value | undefined>;
  isStale: boolean;
}

interface Bounds<Value> {
  /** The sum of weights that is kept. */
  mostWeight: number;
  weigh: (value: Value) => number;
  /** How long a value is trusted, in milliseconds. */
  maxAgeOf: (value: Value) => number;
  now: () => number;
  /** What several values may have in common, to be forgotten by it (`dropTagged`). Absent: nothing. */
  tagOf?: (value: Value) => string;
  /** False where a request must not await another's work (edge workers): every caller then loads for itself, and an invalidation overtakes no load: `maxAgeOf` bounds what that leaves. */
  sharesLoads?: boolean;
}

/** A load that was overtaken is repeated so often; then its value is answered, but not kept. */
const MOST_LOADS = 4;

/**
 * A bounded map that loads what it lacks: callers at the same time share one load. The oldest goes first, but what was
 * used since its last turn gets another one (the clock rule: a use then costs a flag, and no place in a list). A
 * value whose load was overtaken by an invalidation is neither kept nor, where a newer load succeeds, answered. What
 * is missing is not kept either, so that a made-up key costs no memory. A load is given the value that is out of date.
 */
export class LoadingCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private readonly flights = new Map<string, Flight<Value>>();
  /** The keys of the values of each tag: to look for them among a hundred thousand would hold up every poll. */
  private readonly tagged = new Map<string, readonly string[]>();
  private weight = 0;

  constructor(private readonly bounds: Bounds<Value>) {}

  /** A value at hand that `isGood` comes without a promise: at every poll there are two of them to get. */
  get(key: string, load: (outdated?: Value) => Promise<Value | undefined>, isGood?: (value: Value) => boolean): Value | undefined | Promise<Value | undefined> {
    const entry = this.entries.get(key);
    const isFresh = entry && this.bounds.now() - entry.loadedAt <= this.bounds.maxAgeOf(entry.value) && (isGood?.(entry.value) ?? true);
    if (!isFresh) return this.load(key, () => load(entry?.value));
    entry.isUsed = true;
    return entry.value;
  }

  /** Forgets what is stale, and whatever is being loaded under a key that may be. */
  dropWhere(isStale: (key: string, value: Value) => boolean, mayLoad: (key: string) => boolean): void {
    this.overtake(mayLoad);
    for (const [key, { value }] of this.entries) if (isStale(key, value)) this.drop(key);
  }

  /** Forgets what has this tag, and whatever is being loaded: nobody knows yet what that has. */
  dropTagged(tag: string): void {
    this.overtake(() => true);
    for (const key of this.tagged.get(tag) ?? []) this.drop(key);
  }

  private overtake(isLoad: (key: string) => boolean): void {
    for (const [key, flight] of this.flights) {
      if (!isLoad(key)) continue;
      flight.isStale = true;
      this.flights.delete(key);
    }
  }

  private async load(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    let value: Value | undefined;
    for (let loads = 0; loads < MOST_LOADS; loads++) {
      const flight = this.flights.get(key) ?? this.start(key, load);
      value = await flight.promise;
      if (!flight.isStale) break;
    }
    return value;
  }

  private start(key: string, load: () => Promise<Value | undefined>): Flight<Value> {
    const flight: Flight<Value> = { isStale: false, promise: Promise.resolve(undefined) };
    const loadedAt = this.bounds.now();
    if (this.bounds.sharesLoads !== false) this.flights.set(key, flight);
    flight.promise = load()
      .then((value) => {
        if (!flight.isStale) this.keep(key, value, loadedAt);
        return value;
      })
      .finally(() => {
        if (this.flights.get(key) === flight) this.flights.delete(key);
      });
    return flight;
  }

  private keep(key: string, value: Value | undefined, loadedAt: number): void {
    this.drop(key);
    if (value === undefined) return;
    const weight = this.bounds.weigh(value);
    this.entries.set(key, { value, weight, loadedAt, isUsed: false });
    this.weight += weight;
    const tag = this.bounds.tagOf?.(value);
    if (tag !== undefined) this.tagged.set(tag, [...(this.tagged.get(tag) ?? []), key]);
    // What is spared goes to the end with its flag down, so that the walk ends: no entry is spared twice.
    for (const [oldest, entry] of this.entries) {
      if (this.weight <= this.bounds.mostWeight) break;
      if (!entry.isUsed) this.drop(oldest);
      else {
        entry.isUsed = false;
        this.entries.delete(oldest);
        this.entries.set(oldest, entry);
      }
    }
  }

  private drop(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.weight -= entry.weight;
    this.entries.delete(key);
    const tag = this.bounds.tagOf?.(entry.value);
    if (tag === undefined) return;
    const left = (this.tagged.get(tag) ?? []).filter((each) => each !== key);
    if (left.length > 0) this.tagged.set(tag, left);
    else this.tagged.delete(tag);
  }
}
