const LONG = 80;

/** A text in a line: what is longer than a line is cut, which the dots tell. */
export const cutText = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG).replace(/\p{Surrogate}$/u, "")}…` : text);
