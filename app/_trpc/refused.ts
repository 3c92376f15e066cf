/** How the digest of a read that a role does not allow begins; the words for a person follow. */
export const REFUSED = "refused: ";
/** The same of a read that what is stored does not allow. */
export const IN_THE_WAY = "in the way: ";
