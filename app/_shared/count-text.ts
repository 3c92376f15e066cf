/** A number with its noun: `1 entity`, `1,200 entities`. */
export const countText = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun.replace(/([^aeo])y$/, "$1ie")}s`}`;
