/** Turns of those who send large requests: of each caller one is answered at a time, in the order in which they came. */
export class LargeTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Does the work when the caller's earlier ones are done, whatever became of them. */
  async take<T>(caller: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(caller) ?? Promise.resolve()).then(work);
    const done = mine.catch(() => undefined);
    this.last.set(caller, done);
    try {
      return await mine;
    } finally {
      if (this.last.get(caller) === done) this.last.delete(caller);
    }
  }
}
