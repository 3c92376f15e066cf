import { type Publication, publishContent } from "../../db/queries/config-versions";
import { deleteDraft } from "../../db/queries/drafts";
import { selectActiveRollout } from "../../db/queries/rollouts";
import type { Executor } from "../../db/client";
import { isError } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import { guardPublish, type PublishGuard } from "../domain/configuration/publish-guard";
import type { ReviewFinding } from "../domain/draft";
import type { FreezeOverride } from "../domain/freeze/freeze-window";
import type { RolloutTerms } from "../domain/publish-input";
import type { PublishDecision, RolloutInTheWay } from "../domain/published";
import type { OrgContext } from "../trpc/init";
import type { DraftState } from "./draft-state";
import { errorStampOf } from "./error-stamp";
import { passFreeze } from "./freeze";
import type { GroupSchemas } from "./group-schemas";
import { isDraftStill, type Live, rememberContent } from "./load-draft";
import { countChanges } from "./review-configuration";

/** What is to be published, and on what terms. */
export interface Proposal extends Pick<Publication, "groupId" | "rolledBackTo" | "message"> {
  after: Configuration;
  group: GroupSchemas;
  /** What `publishFindings` found in `after`. */
  findings: readonly ReviewFinding[];
  /** The stamp of the errors that were shown and accepted, of content that was published once. Absent: none may be. */
  acknowledgedErrors?: string | undefined;
  /** What the guard wants to be typed in. */
  confirmCount?: number | undefined;
  terms: RolloutTerms;
  /** Lifts a freeze. Absent: none may be. */
  freezeOverride?: FreezeOverride | undefined;
  /** The document that nodes are served, asked for once nothing is in the way. */
  content: () => Promise<Pick<Publication, "etag" | "body" | "sizeBytes" | "entityCount">>;
  /** The draft that goes live, and ends by it. Absent: none does. */
  draft?: DraftState;
}

/** What the guard asks for before `after` goes live over this. */
export const guardOver = ({ version, content }: Live, after: Configuration): PublishGuard =>
  content ? guardPublish(content, after) : { kind: "unreadable", count: version?.entityCount ?? 0 };

/** Whether something else is live than what its author saw, who may have said nothing of it. */
export const isUnseen = (seenLive: number | null | undefined, live: number | null): boolean => seenLive !== undefined && seenLive !== live;

/** So many are told. */
const MOST_FINDINGS = 100;

/** The group's rollout that has not ended, unless it is the one that the publish supersedes: of one that began since nobody has said what becomes. */
async function rolloutInTheWay({ org }: OrgContext, tx: Executor, groupId: string, { activeRollout }: RolloutTerms): Promise<RolloutInTheWay | undefined> {
  const active = await selectActiveRollout(org, groupId, tx);
  if (!active || active.id === activeRollout?.supersede) return undefined;
  const { id, fromVersion, toVersion, state, stage, strategy } = active;
  return { id, fromVersion, toVersion, state, stage, stages: strategy.stages.length };
}

/**
 * The one way to publish: over what is live, past the guard, the check and the freeze, in one transaction. Null: nothing was written, because
 * something else is live by now, the draft moved, or the content that should be kept is not. Throws `not_found`, and `forbidden` where the caller may
 * not override a freeze.
 */
export async function publishOver(ctx: OrgContext, live: Live, proposal: Proposal): Promise<PublishDecision | null> {
  const { deps, org, by } = ctx;
  const { groupId, after, group, findings, acknowledgedErrors, confirmCount, freezeOverride, terms, rolledBackTo, message, draft } = proposal;
  const guard = guardOver(live, after);
  if (guard.kind !== "none" && confirmCount !== guard.count) return { ok: false, reason: "guard", guard };
  const errors = findings.filter(isError);
  const errorStamp = errorStampOf(errors);
  if (errors.length > 0 && acknowledgedErrors !== errorStamp) {
    return { ok: false, reason: "findings", findings: errors.slice(0, MOST_FINDINGS), errorCount: errors.length, errorStamp };
  }
  const counts = live.content ? countChanges(diffConfigurations(live.content, after, group.schemas)) : null;
  const content = await proposal.content();
  const at = deps.now();
  const about = { groupId, against: live.version?.number ?? null, counts, rolledBackTo, message, choice: terms.rollout, by, at };
  const published = await org.db.write(async (tx): Promise<PublishDecision | null> => {
    if (draft && !(await isDraftStill(ctx, draft, tx))) return null;
    const rollout = await rolloutInTheWay(ctx, tx, groupId, terms);
    if (rollout) return { ok: false, reason: "rollout", rollout };
    const pass = await passFreeze(ctx, tx, groupId, at, freezeOverride);
    if (!pass.ok) return pass;
    const version = await publishContent(tx, org, { ...content, ...about, lifted: pass.lifted });
    if (!version) return null;
    if (draft) await deleteDraft(tx, org, groupId);
    return { ok: true, ...version };
  });
  if (!published?.ok) return published;
  rememberContent(ctx, groupId, content.etag, after);
  deps.runtimeApi.groupChanged(groupId);
  return published;
}
