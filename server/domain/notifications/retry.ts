const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const FIRST_MS = 5 * SECOND_MS;
const FACTOR = 3;
const LONGEST_MS = 4 * HOUR_MS;
/** A message that nobody took for so long is given up. */
export const GIVEN_UP_MS = 72 * HOUR_MS;

/** How long a message is waited for after so many tries: 5 s, 15 s, 45 s…, four hours at the most. */
export const waitMs = (attempts: number): number => Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
