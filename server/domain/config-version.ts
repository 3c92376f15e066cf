import { z } from "zod";
import type { PublishGuard } from "./configuration/publish-guard";
import type { ChangeCounts, DraftReview } from "./draft";
import { PublishFields } from "./publish-input";
import type { Freeze } from "./freeze/freeze-window";
import { EXPORT_FORMATS } from "./export/export-configuration";
import { DocumentText } from "./size-limits";

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
export const ExportInput = z.object({ source: VersionOrDraft, format: z.enum(EXPORT_FORMATS), withSecrets: z.boolean().default(false) });
export type ExportInput = z.infer<typeof ExportInput>;

/** What the publish of a document takes: the document as it was written, and what it changes. */
export const PublishDocumentInput = PublishFields.extend({ source: DocumentText });
export type PublishDocumentInput = z.infer<typeof PublishDocumentInput>;

/** What a roll back takes. `message` absent: one is made. `acknowledgedErrors`: the `errorStamp` of the errors of the older content that were shown, and accepted. */
export const RollBackInput = PublishFields.partial({ message: true }).extend({
  number: VersionNumber,
  acknowledgedErrors: z.string().max(100).optional(),
});
export type RollBackInput = z.infer<typeof RollBackInput>;

/** What rolling back would do, and what is to be said about it. */
export interface RollBackReview extends Pick<DraftReview, "findings" | "moreFindings" | "checkedFor" | "fit"> {
  /** What is live, to be given as `seenLive`; null: nothing is. */
  against: number | null;
  /** Null: what is live cannot be read. */
  counts: ChangeCounts | null;
  guard: PublishGuard;
  /** Null: rolling back is not frozen now. */
  freeze: Freeze | null;
  errorCount: number;
  /** To be given as `acknowledgedErrors` where there are any. */
  errorStamp: string;
}
