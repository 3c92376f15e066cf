import type { Configuration, EntityKey } from "../domain/configuration/configuration";
import type { DraftConflict } from "../domain/draft";
import { conflictsWithLive } from "../draft-store/conflicts";
import { type DraftState, isBehind } from "../draft-store/draft-state";
import type { GroupSchemas } from "../draft-store/group-schemas";
import { loadLiveOf } from "../draft-store/load-draft";
import { publishFindings } from "../draft-store/publish-findings";
import { type Rebased, rebaseDraft } from "../draft-store/rebase";
import type { OrgContext } from "../trpc/init";

/** Decides of an entity that both the draft and what is live changed: true, it stays as drafted. */
type Keeps = (key: EntityKey) => boolean;

/** The draft as it would be on what is live now; undefined: it began from that. Throws `conflict` where what is live cannot be read. */
export async function rebasedDraft(ctx: OrgContext, state: DraftState, keeps?: Keeps): Promise<(Rebased & { live: Configuration }) | undefined> {
  if (!isBehind(state)) return undefined;
  const live = await loadLiveOf(ctx, state);
  return { live, ...rebaseDraft(state, live, keeps) };
}

/** What would be published, over what is live. */
export interface Publishable {
  live: Configuration;
  after: Configuration;
  /** As many as are told; `conflictCount`: all of them. */
  conflicts: DraftConflict[];
  conflictCount: number;
}

/** The draft as it would go live: merged with what somebody else published since it began. Throws `conflict` where what is live cannot be read. */
export async function publishableOf(ctx: OrgContext, state: DraftState, { schemas }: GroupSchemas): Promise<Publishable> {
  const rebased = await rebasedDraft(ctx, state);
  if (!rebased) return { live: state.baseContent, after: state.current, conflicts: [], conflictCount: 0 };
  const { live, current, conflicts: keys } = rebased;
  return { live, after: current, conflicts: await conflictsWithLive(ctx, state, { live, keys, schemas }), conflictCount: keys.length };
}

/** The findings of what would be published of the draft, errors first, and how many there are. */
export const findingsOf = (ctx: OrgContext, { groupId, revision, live }: DraftState, after: Configuration, group: GroupSchemas) =>
  publishFindings(ctx, { groupId, after, name: `draft ${revision} on v${live?.number ?? 0}` }, group);
