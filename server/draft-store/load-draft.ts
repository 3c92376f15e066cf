import { z } from "zod";
import { selectConfigVersion, selectContent } from "../../db/queries/config-versions";
import { selectDraftHeader, selectDraftSteps } from "../../db/queries/drafts";
import type { Executor } from "../../db/client";
import { openBody } from "../at-rest/content";
import { draftStepPlace } from "../at-rest/places";
import { openBytes } from "../at-rest/seal";
import { EMPTY_CONFIGURATION, type Configuration } from "../domain/configuration/configuration";
import { errorNames } from "../domain/error-names";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { draftCacheOf } from "./draft-cache";
import { addStep, type DraftState, type OpenStep, type VersionRef } from "./draft-state";
import { runTask } from "./run-task";
import { decodeChanges } from "./step-changes";
import { firstRevisionOf } from "./revision";

/** What the database says of a draft, without its contents. */
export interface DraftHeader {
  groupId: string;
  groupName: string;
  live: VersionRef | null;
  base: VersionRef | null;
  revision: number;
  startRevision: number;
  heads: { revision: number }[];
}

/** A draft may be written so often while its parts are read; then somebody else writes faster than one can read. */
const MOST_TRIES = 5;

/** The draft without its contents, as of one moment: short enough for a transaction, and there even where a content is not. Throws `not_found`. */
export async function readDraftHeader({ org }: OrgContext, groupId: string, executor: Executor = org.db.read): Promise<DraftHeader> {
  const row = await selectDraftHeader(org, groupId, executor);
  if (!row) throw new DomainError("not_found", "No such runtime group.");
  const { groupName, draft, live, base } = row;
  const heads = z
    .array(z.int())
    .parse(JSON.parse(row.steps))
    .sort((a, b) => a - b)
    .map((revision) => ({ revision }));
  const first = firstRevisionOf(live?.number ?? 0);
  // Without a step it is what is live, whichever version that is by now.
  if (!draft || !heads[0]) {
    const revision = Math.max(draft?.revision ?? 0, first);
    return { groupId, groupName, live, base: live, revision, startRevision: revision, heads: [] };
  }
  return { groupId, groupName, live, base, revision: draft.revision, startRevision: heads[0].revision - 1, heads };
}

const sameVersion = (a: VersionRef | null, b: VersionRef | null): boolean => a?.number === b?.number && a?.etag === b?.etag;

const contentKey = (orgId: string, groupId: string, etag: string): string => `${orgId}/${groupId}/${etag}`;

/** The document of that tag; undefined where it is not kept, or cannot be opened, which the log has then. */
async function openKept({ deps, org }: OrgContext, groupId: string, etag: string): Promise<string | undefined> {
  const content = await selectContent(org, groupId, etag);
  return (
    content &&
    openBody(deps.keys, org, content).catch((error: unknown) => void console.error(`a content of group ${groupId} cannot be opened: ${errorNames(error)}`))
  );
}

/** The content of a config version as entities, read once per process; undefined where it cannot be read any more. */
async function loadContent(ctx: OrgContext, groupId: string, etag: string): Promise<Configuration | undefined> {
  const { deps, org } = ctx;
  const { contents, loading } = draftCacheOf({ deps, org });
  const key = contentKey(org.orgId, groupId, etag);
  const known = contents.get(key);
  if (known) return known;
  const read = async (): Promise<Configuration | undefined> => {
    const json = await openKept(ctx, groupId, etag);
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

/** The content of a config version; undefined: there is none of that number, or its content cannot be read any more. */
export async function loadVersion(ctx: OrgContext, groupId: string, number: number): Promise<Configuration | undefined> {
  const version = await selectConfigVersion(ctx.org, groupId, number);
  return version && loadContent(ctx, groupId, version.etag);
}

/** What is live in a group. */
export interface Live {
  /** Null: nothing is. */
  version: VersionRef | null;
  /** Empty where nothing is live; undefined: it cannot be read any more. */
  content: Configuration | undefined;
}

const loadRef = async (ctx: OrgContext, groupId: string, version: VersionRef | null): Promise<Configuration | undefined> =>
  version ? loadContent(ctx, groupId, version.etag) : EMPTY_CONFIGURATION;

/** What is live in the group at this moment. Throws `not_found`. */
export async function loadLive(ctx: OrgContext, groupId: string): Promise<Live> {
  const { live } = await readDraftHeader(ctx, groupId);
  return { version: live, content: await loadRef(ctx, groupId, live) };
}

/** What is live for the draft. Throws `conflict` with its cure where that cannot be read any more. */
export async function loadLiveOf(ctx: OrgContext, { groupId, live }: DraftState): Promise<Configuration> {
  const content = await loadRef(ctx, groupId, live);
  if (!content) throw liveIsLost({ live });
  return content;
}

/** What is to be told where the content of what is live cannot be read: never that there is none. */
const liveIsLost = ({ live }: Pick<DraftHeader, "live">): DomainError =>
  new DomainError("conflict", `The content of v${live?.number ?? 0}, which is live, cannot be read any more. Roll back to another config version.`);

const baseIsLost = ({ base, live }: DraftHeader): DomainError =>
  sameVersion(base, live)
    ? liveIsLost({ live })
    : new DomainError(
        "conflict",
        `The content of v${base?.number ?? 0}, from which this draft began, cannot be read any more. Discard the draft in its history.`,
      );

/** The steps of the draft past a revision; they open even where the content that they changed is lost. */
export async function openSteps({ deps, org }: OrgContext, groupId: string, after: number): Promise<OpenStep[]> {
  const rows = await selectDraftSteps(org, groupId, after);
  return Promise.all(
    rows.map(async ({ revision, userId, authorName, title, undoes, at, changes }) => {
      const bytes = await openBytes(changes, deps.keys, draftStepPlace(org.orgId, groupId, revision));
      return { revision, userId, authorName, title, undoes, at, changes: await decodeChanges(bytes) };
    }),
  );
}

/** Whether the known state is an earlier one of the same draft, so that newer steps alone are missing. */
function isEarlier(known: DraftState, { base, startRevision, heads }: DraftHeader): boolean {
  if (!sameVersion(known.base, base) || known.startRevision !== startRevision) return false;
  return known.steps.every(({ revision }, index) => heads[index]?.revision === revision);
}

/** Whether the state is all of what the database says. */
const isCurrent = (state: DraftState, header: DraftHeader): boolean =>
  state.revision === header.revision &&
  state.steps.length === header.heads.length &&
  isEarlier(state, header) &&
  sameVersion(state.live, header.live) &&
  state.groupName === header.groupName;

/** Whether the draft and what is live are, in the caller's transaction, what `state` was read as. Throws `not_found`. */
export const isDraftStill = async (ctx: OrgContext, state: DraftState, tx: Executor): Promise<boolean> =>
  isCurrent(state, await readDraftHeader(ctx, state.groupId, tx));

/** "base lost": what it began from cannot be read. Undefined: it moved meanwhile. */
async function stateOf(ctx: OrgContext, header: DraftHeader, known: DraftState | undefined): Promise<DraftState | "base lost" | undefined> {
  const { groupId, groupName, live, base, revision, startRevision } = header;
  const from = known && isEarlier(known, header) ? known : undefined;
  const baseContent = from?.baseContent ?? (await loadRef(ctx, groupId, base));
  if (!baseContent) return "base lost";
  const steps = await openSteps(ctx, groupId, from?.steps.at(-1)?.revision ?? startRevision);
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
  const whole = { ...state, revision };
  return isCurrent(whole, header) ? whole : undefined;
}

/** Takes a state that was just committed as known, unless a newer one is. */
export function rememberDraft(ctx: OrgContext, state: DraftState): void {
  const { states } = draftCacheOf(ctx);
  const key = `${ctx.org.orgId}/${state.groupId}`;
  if ((states.get(key)?.revision ?? -1) < state.revision) states.set(key, state);
}

/** `loadDraft`, and undefined where the content that the draft began from cannot be read any more. */
export async function loadDraftIfWhole(ctx: OrgContext, groupId: string): Promise<DraftState | undefined> {
  const { states } = draftCacheOf(ctx);
  const key = `${ctx.org.orgId}/${groupId}`;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const header = await readDraftHeader(ctx, groupId);
    const known = states.get(key);
    if (known && isCurrent(known, header)) return known;
    // Undefined: steps went or came between the two reads.
    const state = await stateOf(ctx, header, known);
    if (state === "base lost") return undefined;
    if (!state) continue;
    states.set(key, state);
    return state;
  }
  throw new DomainError("conflict", "The draft is being changed faster than it can be read; try again.");
}

/**
 * The group's draft as the database has it at this moment; what is in memory already is not read again, so several processes
 * agree. Never called in a transaction: contents are large. Throws `not_found`, and `conflict` with its cure where the content that it began from cannot be read any more.
 */
export async function loadDraft(ctx: OrgContext, groupId: string): Promise<DraftState> {
  const state = await loadDraftIfWhole(ctx, groupId);
  if (!state) throw baseIsLost(await readDraftHeader(ctx, groupId));
  return state;
}
