/** A POSIX shell word that stands for exactly this text: nothing inside single quotes is special but the quote itself. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Whether a text fits on one line of a settings file: no control character. */
export const isOneLine = (text: string): boolean => [...text].every((character) => character >= " " && character !== "\u007f");

/** A here-document that writes exactly these lines. Its delimiter is quoted, so the shell expands nothing inside. */
export const hereDocument = (target: string, text: string): string => `cat >${target} <<'END_OF_FILE'\n${text.replace(/\n$/, "")}\nEND_OF_FILE`;
