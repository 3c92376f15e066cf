const SECRET_MASK = "‹secret, unchanged›";

/** True for what stands in place of a stored secret. */
export const isMasked = (value: unknown): boolean => value === SECRET_MASK;
