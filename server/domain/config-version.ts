import { z } from "zod";

const VersionNumber = z.number().int().min(1);

/** A side of a comparison, or what is exported: a config version by its number, or the draft. */
export const VersionOrDraft = z.union([VersionNumber, z.literal("draft")]);
export type VersionOrDraft = z.infer<typeof VersionOrDraft>;

/** Words that people put on a config version, so that it is found and its content kept. A repeated one counts once. */
export const VersionTags = z
  .array(
    z
      .string()
      .trim()
      .min(1, "A tag has a character at least.")
      .max(40, "A tag has at most 40 characters.")
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/+-]*$/u, "A tag has letters, digits and . _ : / + - (starting with a letter or digit)."),
  )
  .max(20, "A config version has at most 20 tags.")
  .transform((tags) => [...new Set(tags)]);

/** What an export takes. `withSecrets`: they are in clear, else masked. */
export const ExportInput = z.object({ source: VersionOrDraft, format: z.enum(["deck", "declarative"]), withSecrets: z.boolean().default(false) });
export type ExportInput = z.infer<typeof ExportInput>;
