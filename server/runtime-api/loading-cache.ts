interface Entry<Value> {
  value: Value;
  weight: number;
  loadedAt: number;
}

interface Flight<Value> {
  promise: Promise<Value | undefined>;
  isStale: boolean;
}

interface Bounds<Value> {
  /** The sum of weights that is kept; what was used longest ago goes first. */
  mostWeight: number;
  weigh: (value: Value) => number;
  /** How long a value is trusted where other processes write to the database too. */
  maxAgeMs: number;
  now: () => number;
  /** False where a request must not await another's work (edge workers): every caller then loads for itself, and an invalidation overtakes no load: `maxAgeMs` bounds what that leaves. */
  sharesLoads?: boolean;
}

/** A load that was overtaken is repeated so often; then its value is answered, but not kept. */
const MOST_LOADS = 4;

/**
 * A bounded map, least recently used out first, that loads what it lacks: callers at the same time share one load. A
 * value whose load was overtaken by an invalidation is neither kept nor, where a newer load succeeds, answered. What
 * is missing is not kept either, so that a made-up key costs no memory. A load is given the value that is out of date.
 */
export class LoadingCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private readonly flights = new Map<string, Flight<Value>>();
  private weight = 0;

  constructor(private readonly bounds: Bounds<Value>) {}

  async get(key: string, load: (outdated?: Value) => Promise<Value | undefined>): Promise<Value | undefined> {
    const entry = this.entries.get(key);
    if (entry && this.bounds.now() - entry.loadedAt <= this.bounds.maxAgeMs) {
      this.entries.delete(key);
      this.entries.set(key, entry);
      return entry.value;
    }
    let value: Value | undefined;
    for (let loads = 0; loads < MOST_LOADS; loads++) {
      const flight = this.flights.get(key) ?? this.start(key, () => load(entry?.value));
      value = await flight.promise;
      if (!flight.isStale) break;
    }
    return value;
  }

  /** Forgets what is stale, and whatever is being loaded under a key that may be. */
  dropWhere(isStale: (key: string, value: Value) => boolean, mayLoad: (key: string) => boolean): void {
    for (const [key, flight] of this.flights) {
      if (!mayLoad(key)) continue;
      flight.isStale = true;
      this.flights.delete(key);
    }
    for (const [key, { value }] of this.entries) if (isStale(key, value)) this.drop(key);
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
    this.entries.set(key, { value, weight, loadedAt });
    this.weight += weight;
    for (const oldest of this.entries.keys()) {
      if (this.weight <= this.bounds.mostWeight) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.weight -= entry.weight;
    this.entries.delete(key);
  }
}
