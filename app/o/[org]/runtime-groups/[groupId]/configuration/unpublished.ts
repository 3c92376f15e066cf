/** What was typed and not published: the text, and the config version it started from (null: none). */
export interface Unpublished {
  text: string;
  base: number | null;
}

/**
 * Unpublished texts of this tab, by group. In memory alone: a text may hold private keys, which belong in no storage of
 * a browser. It outlives going to another page; leaving the tab asks first.
 */
export const unpublished = new Map<string, Unpublished>();
