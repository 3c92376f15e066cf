import { selectConfigVersion } from "../../db/queries/config-versions";
import { selectDraft, selectDraftStepHeads, selectDraftSteps } from "../../db/queries/drafts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { Executor } from "../../db/client";
import { openContent } from "../at-rest/content";
import { draftStepPlace } from "../at-rest/places";
import { openBytes } from "../at-rest/seal";
import { EMPTY_CONFIGURATION, type Configuration } from "../domain/configuration/configuration";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { draftCacheOf } from "./draft-cache";
import { addStep, type DraftState, type OpenStep, type VersionRef } from "./draft-state";
import { runTask } from "./run-task";
import { decodeChanges } from "./step-changes";
import { firstRevisionOf } from "./revision";

/** What the database says of a draft, without its contents. */
interface Header {
  groupName: string;
  live: VersionRef | null;
  base: VersionRef | null;
  revision: number;
  startRevision: number;
  heads: { revision: number }[];
}

/** A draft may be written so often while its parts are read; then somebody else writes faster than one can read. */
const MOST_TRIES = 5;

async function readHeader({ org }: OrgContext, groupId: string, executor: Executor): Promise<Header> {
  const group = await selectRuntimeGroup(org, groupId, executor);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const [row, heads] = [await selectDraft(org, groupId, executor), await selectDraftStepHeads(org, groupId, executor)];
  const live = group.liveVersion === null ? null : ((await selectConfigVersion(org, groupId, group.liveVersion, executor)) ?? null);
  const first = firstRevisionOf(live?.number ?? 0);
  // Without a step it is what is live, whichever version that is by now.
  if (!row || heads.length === 0) {
    const revision = Math.max(row?.revision ?? 0, first);
    return { groupName: group.name, live, base: live, revision, startRevision: revision, heads: [] };
  }
  const isLive = row.baseVersion === (live?.number ?? null);
  const base = isLive || row.baseVersion === null ? null : ((await selectConfigVersion(org, groupId, row.baseVersion, executor)) ?? null);
  return { groupName: group.name, live, base: isLive ? live : base, revision: row.revision, startRevision: (heads[0]?.revision ?? 1) - 1, heads };
}

const sameVersion = (a: VersionRef | null, b: VersionRef | null): boolean => a?.number === b?.number && a?.etag === b?.etag;

const contentKey = (orgId: string, groupId: string, etag: string): string => `${orgId}/${groupId}/${etag}`;

/** The content of a config version as entities, read once per process; undefined where it is not kept any more. */
async function loadContent({ deps, org }: OrgContext, groupId: string, etag: string): Promise<Configuration | undefined> {
  const { contents, loading } = draftCacheOf({ deps, org });
  const key = contentKey(org.orgId, groupId, etag);
  const known = contents.get(key);
  if (known) return known;
  const read = async (): Promise<Configuration | undefined> => {
    const json = await openContent(deps.keys, org, groupId, etag);
    if (json === undefined) return undefined;
    const { configuration } = await runTask(deps, "readContent", { json });
    contents.set(key, configuration);
    return configuration;
  };
  if (!loading) return read();
  const underway = loading.get(key) ?? read().finally(() => loading.delete(key));
  loading.set(key, underway);
  return underway;
}

/** Takes the content of a config version that was just published as known. */
export function rememberContent(ctx: OrgContext, groupId: string, etag: string, content: Configuration): void {
  draftCacheOf(ctx).contents.set(contentKey(ctx.org.orgId, groupId, etag), content);
}

/** The content of a config version; undefined: there is none of that number, or its content is not kept any more. */
export async function loadVersion(ctx: OrgContext, groupId: string, number: number): Promise<Configuration | undefined> {
  const version = await selectConfigVersion(ctx.org, groupId, number);
  return version && loadContent(ctx, groupId, version.etag);
}

async function loadBase(ctx: OrgContext, groupId: string, base: VersionRef | null): Promise<Configuration> {
  const content = base ? await loadContent(ctx, groupId, base.etag) : EMPTY_CONFIGURATION;
  if (!content) throw new DomainError("conflict", "The config version that this draft began from is not kept any more; discard the draft.");
  return content;
}

async function openSteps({ deps, org }: OrgContext, groupId: string, after: number, executor: Executor): Promise<OpenStep[]> {
  const rows = await selectDraftSteps(org, groupId, after, executor);
  return Promise.all(
    rows.map(async ({ revision, userId, authorName, title, undoes, at, changes }) => {
      const bytes = await openBytes(changes, deps.keys, draftStepPlace(org.orgId, groupId, revision));
      return { revision, userId, authorName, title, undoes, at, changes: await decodeChanges(bytes) };
    }),
  );
}

/** Whether the known state is an earlier one of the same draft, so that newer steps alone are missing. */
function isEarlier(known: DraftState, { base, startRevision, heads }: Header): boolean {
  if (!sameVersion(known.base, base) || known.startRevision !== startRevision) return false;
  return known.steps.every(({ revision }, index) => heads[index]?.revision === revision);
}

async function stateOf(ctx: OrgContext, groupId: string, header: Header, known: DraftState | undefined, executor: Executor): Promise<DraftState | undefined> {
  const { groupName, live, base, revision, startRevision } = header;
  const from = known && isEarlier(known, header) ? known : undefined;
  const baseContent = from?.baseContent ?? (await loadBase(ctx, groupId, base));
  const steps = await openSteps(ctx, groupId, from?.steps.at(-1)?.revision ?? startRevision, executor);
  const start: DraftState = from ?? {
    groupId,
    groupName,
    live,
    base,
    revision: startRevision,
    startRevision,
    baseContent,
    current: baseContent,
    steps: [],
    net: new Map(),
  };
  const state = steps.reduce(addStep, { ...start, groupName, live });
  const isWhole = state.steps.length === header.heads.length && state.steps.every((step, index) => step.revision === header.heads[index]?.revision);
  return isWhole ? { ...state, revision } : undefined;
}

/** Takes a state that was just committed as known, unless a newer one is. */
export function rememberDraft(ctx: OrgContext, state: DraftState): void {
  const { states } = draftCacheOf(ctx);
  const key = `${ctx.org.orgId}/${state.groupId}`;
  if ((states.get(key)?.revision ?? -1) < state.revision) states.set(key, state);
}

/**
 * The group's draft as the database has it at this moment; what is in memory already is not read again, so several processes
 * agree. Throws `not_found`.
 */
export async function loadDraft(ctx: OrgContext, groupId: string, executor: Executor = ctx.org.db.read): Promise<DraftState> {
  const { states } = draftCacheOf(ctx);
  const key = `${ctx.org.orgId}/${groupId}`;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const header = await readHeader(ctx, groupId, executor);
    const known = states.get(key);
    const isKnown =
      known?.revision === header.revision && isEarlier(known, header) && sameVersion(known.live, header.live) && known.groupName === header.groupName;
    if (known && isKnown) return known;
    // Undefined: steps went or came between the two reads.
    const state = await stateOf(ctx, groupId, header, known, executor);
    if (!state) continue;
    // What a transaction reads may still be rolled back; it is known once it is read again.
    if (executor === ctx.org.db.read) states.set(key, state);
    return state;
  }
  throw new DomainError("conflict", "The draft is being changed faster than it can be read; try again.");
}
