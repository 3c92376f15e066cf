import { SECRET_MASK } from "@/server/domain/configuration/secrets";

/** True for what stands in place of a stored secret. */
export const isMasked = (value: unknown): boolean => value === SECRET_MASK;
