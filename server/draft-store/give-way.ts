/** Fulfilled once all that came meanwhile had its turn: work on a whole configuration asks for it between two parts, so that no poll waits for all of it. */
export const giveWay = (): Promise<void> => new Promise((done) => setImmediate(done));
