/** How the digest of a read that a role does not allow begins; the words for a person follow. */
export const REFUSED = "refused: ";
