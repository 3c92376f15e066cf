import { z } from "zod";

/** A code as it is typed: six digits of an app, or a recovery code. */
export const Code = z.string().trim().min(1, "Give a code.").max(100, "A code is shorter.");

/** A code without what people and apps put between its parts. */
export const plainCode = (given: string): string => given.replace(/[\s-]/g, "").toLowerCase();
