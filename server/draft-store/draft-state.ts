/**
 * A group's draft in memory: the base's content and the steps since, as a configuration with its indexes. States are never
 * changed in place; a step makes the next one from the last at the cost of what it touches.
 */
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { entityOf, type ConfigEntity, type Configuration, type EntityChange, type EntityKey } from "../domain/configuration/configuration";
import { applyChanges, changeKey, changesByKind, DOCUMENT_KIND, invertChanges } from "../domain/configuration/diff-configurations";
import type { DependentsIndex } from "../domain/configuration/references";
import { sameEntity } from "../domain/configuration/order-free";
import { keyText } from "../domain/configuration/write-document";
import { giveWay } from "./give-way";
import { indexEntity, indexKind, type KindIndex, updateKindIndex } from "../domain/entity-list/kind-index";

/** A config version as drafts refer to it. */
export interface VersionRef {
  number: number;
  etag: string;
  authorName: string;
  createdAt: number;
  entityCount: number;
}

/** A step of a draft, opened. */
export interface OpenStep {
  revision: number;
  userId: string;
  authorName: string;
  title: string;
  changes: readonly EntityChange[];
  undoes: number | null;
  at: number;
}

/** A draft at one revision. */
export interface DraftState {
  groupId: string;
  groupName: string;
  revision: number;
  /** The revision at which `steps` began: who saw an older one saw another base, or steps that are gone. */
  startRevision: number;
  live: VersionRef | null;
  base: VersionRef | null;
  baseContent: Configuration;
  current: Configuration;
  steps: readonly OpenStep[];
  /** By `keyText`: the entities that differ from the base. */
  net: ReadonlyMap<string, EntityChange>;
}

/** The entity of that key, the document's own keys as one too. */
export function entityIn(configuration: Configuration, key: EntityKey): ConfigEntity | undefined {
  return key.kind === DOCUMENT_KIND ? { ...key, fields: configuration.top } : entityOf(configuration, key);
}

/** True where both hold the entity alike, or neither does. */
export function isAlike(left: ConfigEntity | undefined, right: ConfigEntity | undefined): boolean {
  return left && right ? sameEntity(left, right) : left === right;
}

/** Past so many changes of a kind, an index is made anew. */
export const MOST_UPDATES = 200;

/** Of entities by id that are never changed; a kind that a step leaves alone keeps its index. */
const indexes = new WeakMap<ReadonlyMap<string, ConfigEntity>, KindIndex>();

/** By kind: the kinds whose entities may refer to one of it, or be nested in it. */
const REFERRING: ReadonlyMap<string, readonly string[]> = new Map(
  [...ENTITY_KINDS].map(([target, { nests }]) => {
    const referring = [...ENTITY_KINDS].filter(([, { foreign }]) => Object.values(foreign).some(({ to }) => to === target)).map(([kind]) => kind);
    const listing = target === "ca_certificates" ? ["services"] : [];
    return [target, [...new Set([...Object.keys(nests), ...referring, ...listing])]];
  }),
);
const NONE: ReadonlyMap<string, ConfigEntity> = new Map();

/** The index of a kind, made at first use. */
export function indexOf({ entities }: Configuration, kind: string): KindIndex {
  const ofKind = entities.get(kind) ?? NONE;
  const index = indexes.get(ofKind) ?? indexKind(ofKind.values());
  indexes.set(ofKind, index);
  return index;
}

/** So many entities are read for an index in some ten milliseconds. */
const ENTITIES_A_PART = 2000;

/** Makes the indexes that lists go by, so that whoever opens the first one does not wait for them; between two parts other work has its turn. */
export async function prepareIndexes(configuration: Configuration): Promise<void> {
  for (const [kind, ofKind] of configuration.entities) {
    if (indexes.has(ofKind)) continue;
    let read = 0;
    for (const entity of ofKind.values()) {
      if (read++ % ENTITIES_A_PART === 0) await giveWay();
      indexEntity(entity);
    }
    await giveWay();
    indexOf(configuration, kind);
  }
}

/** Who refers to which entity, from the indexes of the kinds. */
export function dependentsIn(configuration: Configuration): DependentsIndex {
  return { of: (key) => (REFERRING.get(key.kind) ?? []).flatMap((kind) => indexOf(configuration, kind).dependents.get(keyText(key)) ?? []) };
}

function carryIndexes(before: Configuration, after: Configuration, changes: readonly EntityChange[]): void {
  for (const [kind, ofKind] of changesByKind(changes)) {
    const [from, to] = [before.entities.get(kind), after.entities.get(kind)];
    const index = from && indexes.get(from);
    if (index && to && ofKind.length <= MOST_UPDATES) indexes.set(to, updateKindIndex(index, ofKind));
  }
}

function netAfter(net: DraftState["net"], baseContent: Configuration, current: Configuration, changes: readonly EntityChange[]): DraftState["net"] {
  const next = new Map(net);
  for (const change of changes) {
    const key = changeKey(change);
    const [before, after, text] = [entityIn(baseContent, key), entityIn(current, key), keyText(key)];
    if (isAlike(before, after)) next.delete(text);
    else next.set(text, before && after ? { before, after } : before ? { before } : after ? { after } : {});
  }
  return next;
}

/** The state after one more step. */
export function addStep(state: DraftState, step: OpenStep): DraftState {
  const current = applyChanges(state.current, step.changes);
  carryIndexes(state.current, current, step.changes);
  return {
    ...state,
    revision: step.revision,
    current,
    steps: [...state.steps, step],
    net: netAfter(state.net, state.baseContent, current, step.changes),
  };
}

/** Whether another config version went live since the draft began. */
export const isBehind = ({ base, live }: Pick<DraftState, "base" | "live">): boolean => base?.number !== live?.number;

/** Whether the entity is new or changed against the base. */
export function changeOf({ net }: DraftState, key: EntityKey): "created" | "changed" | null {
  const change = net.get(keyText(key));
  return change?.after ? (change.before ? "changed" : "created") : null;
}

/** The draft as it was at a revision that its steps reach; undefined: they do not, or it is yet to come. */
export function contentAt({ current, revision: newest, startRevision, steps }: DraftState, revision: number): Configuration | undefined {
  if (revision < startRevision || revision > newest) return undefined;
  const newer = steps.filter((step) => step.revision > revision).toReversed();
  return newer.reduce((content, step) => applyChanges(content, invertChanges(step.changes)), current);
}
