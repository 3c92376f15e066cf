// oxlint-disable-next-line no-control-regex -- safe because these are the characters that no page can show.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/**
 * The text with what a page cannot show written as an escape, `\u0000` for NUL: control characters, half of a character, and what
 * turns the direction of a text round. All else stays as it is.
 */
export const printable = (text: string): string => text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
