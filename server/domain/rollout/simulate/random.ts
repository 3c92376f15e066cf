/** Numbers from 0 up to, not including, 1: the same ones for the same seed. */
export type Random = () => number;

/** A source of even numbers that its seed alone decides (a 32-bit counter, mixed as MurmurHash3 ends). */
export function seededRandom(seed: number): Random {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A number between two others. */
export const between = (random: Random, least: number, most: number): number => least + random() * (most - least);

/** A version 4 UUID of the source's next numbers. */
export function randomUuid(random: Random): string {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
