import { selectAudit } from "../../db/queries/audit";
import type { ConfigEntity, Configuration, EntityChange, EntityKey } from "../domain/configuration/configuration";
import { changeKey, DOCUMENT_KIND } from "../domain/configuration/diff-configurations";
import { diffFields } from "../domain/configuration/diff-fields";
import { entityLabel } from "../domain/configuration/entity-label";
import { maskSecrets } from "../domain/configuration/secrets";
import { keyText } from "../domain/configuration/write-document";
import type { DraftConflict, DraftSaved } from "../domain/draft";
import type { SchemaSet } from "../domain/kong-schema/schema";
import type { OrgContext } from "../trpc/init";
import { type DraftState, entityIn, isAlike, type OpenStep } from "./draft-state";
import type { GroupSchemas } from "./group-schemas";
import { loadVersion } from "./load-draft";
import { firstRevisionOf, versionOfRevision } from "./revision";

/** So many conflicts are told; who changes more at once has to look at the whole anyway. */
const MOST_CONFLICTS = 50;

/** Who is to be named for a change, and how. */
export type Author = Pick<DraftConflict, "authorName" | "at" | "title">;

function conflictOf(
  before: ConfigEntity | undefined,
  theirs: ConfigEntity | undefined,
  { authorName, at, title }: Author,
  { state, schemas }: { state: DraftState; schemas: SchemaSet },
): DraftConflict[] {
  const named = theirs ?? before;
  if (!named) return [];
  const change: EntityChange = { ...(before ? { before } : {}), ...(theirs ? { after: theirs } : {}) };
  const fields = before ? { fields: diffFields(change, schemas) } : {};
  return [
    {
      key: {
        kind: named.kind,
        id: named.id,
      },
      label: entityLabel(named, state.current),
      authorName,
      at,
      title,
      ...(theirs ? { theirs: maskSecrets(theirs, schemas) } : {}),
      ...fields,
    },
  ];
}

/** By `keyText`: the entities that these steps changed, with what they were before and by whom they were changed last. */
function touchedBy(steps: readonly OpenStep[]): Map<string, { before: ConfigEntity | undefined; last: OpenStep }> {
  const touched = new Map<string, { before: ConfigEntity | undefined; last: OpenStep }>();
  for (const step of steps) {
    for (const change of step.changes) {
      const key = keyText(changeKey(change));
      touched.set(key, { before: touched.has(key) ? touched.get(key)?.before : change.before, last: step });
    }
  }
  return touched;
}

/** Who made the base that somebody has not seen yet. */
export async function authorOfBase({ org }: OrgContext, { groupId, live }: DraftState, seenRevision: number): Promise<Author> {
  if (live && live.number > versionOfRevision(seenRevision)) {
    return { authorName: live.authorName, at: live.createdAt, title: `Config version v${live.number} went live` };
  }
  const [discard] = await selectAudit(org, { groupId, text: "draft.discard" }, 1);
  return { authorName: discard?.actor ?? "Somebody", at: discard?.at ?? 0, title: "Discarded the draft" };
}

/**
 * Of the entities, those that somebody changed after `seenRevision`. Who saw a draft that is gone since is told of every
 * entity that differs, or may differ, from what was seen. Empty: nothing is in the way.
 */
export async function findConflicts(
  ctx: OrgContext,
  state: DraftState,
  { seenRevision, keys, schemas }: { seenRevision: number; keys: readonly EntityKey[]; schemas: SchemaSet },
): Promise<DraftConflict[]> {
  if (seenRevision >= state.startRevision) {
    const touched = touchedBy(state.steps.filter(({ revision }) => revision > seenRevision));
    if (touched.size === 0) return [];
    return keys
      .flatMap((key) => {
        const touch = touched.get(keyText(key));
        const now = entityIn(state.current, key);
        return touch && !isAlike(touch.before, now) ? conflictOf(touch.before, now, touch.last, { state, schemas }) : [];
      })
      .slice(0, MOST_CONFLICTS);
  }
  const author = await authorOfBase(ctx, state, seenRevision);
  const seen = await seenContent(ctx, state, seenRevision);
  return keys
    .flatMap((key) => {
      const [before, now] = [seen && entityIn(seen, key), entityIn(state.current, key)];
      return seen && isAlike(before, now) ? [] : conflictOf(before, now, author, { state, schemas });
    })
    .slice(0, MOST_CONFLICTS);
}

/** Of a draft that is behind: what became, in what is live now, of these entities of its base; as many as are told. */
export async function conflictsWithLive(
  ctx: OrgContext,
  state: DraftState,
  { live, keys, schemas }: { live: Configuration; keys: readonly EntityKey[]; schemas: SchemaSet },
): Promise<DraftConflict[]> {
  if (keys.length === 0) return [];
  const author = await authorOfBase(ctx, state, firstRevisionOf(state.base?.number ?? 0));
  const onLive = { state: { ...state, current: live }, schemas };
  return keys.slice(0, MOST_CONFLICTS).flatMap((key) => conflictOf(entityIn(state.baseContent, key), entityIn(live, key), author, onLive));
}

/** What was seen by who saw a draft without a step; undefined: it is not known any more. */
async function seenContent(ctx: OrgContext, { groupId }: DraftState, seenRevision: number) {
  const number = versionOfRevision(seenRevision);
  return seenRevision === firstRevisionOf(number) && number > 0 ? loadVersion(ctx, groupId, number) : undefined;
}

type Unseen = Extract<DraftSaved, { reason: "conflict" }>;

/** What to tell who has not seen the draft to its end: what others changed since, or that the draft he saw is gone. */
export async function unseenOf(ctx: OrgContext, state: DraftState, seenRevision: number, { schemas }: Pick<GroupSchemas, "schemas">): Promise<Unseen> {
  const refused = { ok: false, reason: "conflict", revision: state.revision } as const;
  if (seenRevision < state.startRevision) {
    const key = { kind: DOCUMENT_KIND, id: "document" };
    return { ...refused, conflicts: [{ key, label: "The whole configuration", ...(await authorOfBase(ctx, state, seenRevision)) }] };
  }
  const keys = state.steps.filter((step) => step.revision > seenRevision).flatMap(({ changes }) => changes.map(changeKey));
  return { ...refused, conflicts: await findConflicts(ctx, state, { seenRevision, keys, schemas }) };
}
