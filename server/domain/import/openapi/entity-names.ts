const LONGEST = 120;

/** A text as the name of an entity: small letters and digits of any script, joined by `-`; "" where it holds none. */
export function slugOf(text: string): string {
  const plain = text
    .slice(0, 4 * LONGEST)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
  return plain
    .replace(/[^\p{L}\p{N}_]+/gu, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
}

/** The same for what has to be a host name as well, such as an upstream's. */
export const hostSlugOf = (text: string): string =>
  slugOf(text)
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");

/** Names that are given out, each once. */
export function createNames(): (wanted: string) => string {
  const counts = new Map<string, number>();
  return (wanted) => {
    let count = counts.get(wanted) ?? 0;
    let name = wanted;
    do {
      count += 1;
      name = count === 1 ? wanted : `${wanted}-${count}`;
    } while (name !== wanted && counts.has(name));
    counts.set(wanted, count);
    if (name !== wanted) counts.set(name, 1);
    return name;
  };
}

/** Texts as tags: without what a tag must not hold, each once. */
export function tagsOf(...lists: readonly (readonly string[])[]): string[] {
  const clean = lists.flat().map((tag) =>
    tag
      .replace(/\p{Cc}+/gu, " ")
      .replace(/[,/]/g, "-")
      .trim(),
  );
  return [...new Set(clean.filter((tag) => tag !== ""))];
}
