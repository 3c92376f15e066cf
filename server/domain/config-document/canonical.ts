/**
 * The canonical form: the bytes that are hashed, stored and served. One document has one form, whatever its syntax, key
 * order, entity order, order of sets, or whether it refers by name or by id. Nesting stays as the author wrote it, since Kong
 * checks nested entities less strictly than flat ones: flattening could turn an accepted document into a refused one.
 * Every entity has its id in place and references hold ids, so that no name decides what is meant.
 */
import type { Configuration } from "../configuration/configuration";
import { orderFreeConfiguration } from "../configuration/order-free";
import { readDocument } from "../configuration/read-document";
import { writeDocument } from "../configuration/write-document";
import type { SchemaSet } from "../kong-schema/schema";
import { stringifySorted } from "./canonical-json";
import type { IdMaker } from "./entity-ids";

/** A document as runtimes get it. */
export interface CanonicalConfig {
  /** The text to serve, as UTF-8. */
  json: string;
  entityCount: number;
  /** Nested entities count under their own kind; kinds without entities are absent. */
  countsByKind: Record<string, number>;
}

/** The number of entities of each kind, nested ones included. */
export function countEntities(configuration: Configuration): { entityCount: number; countsByKind: Record<string, number> } {
  const counts = [...configuration.entities].map(([kind, ofKind]): [string, number] => [kind, ofKind.size]);
  return { entityCount: counts.reduce((sum, [, count]) => sum + count, 0), countsByKind: Object.fromEntries(counts) };
}

/** The canonical form of a configuration. The schemas say which lists in plugins have no order; without them, all keep theirs. */
export function canonicalizeConfiguration(configuration: Configuration, schemas?: SchemaSet): CanonicalConfig {
  return { json: stringifySorted(writeDocument(orderFreeConfiguration(configuration, schemas))), ...countEntities(configuration) };
}

/** The canonical form of a document that passed `checkConfigDocument`; the input is left untouched. */
export function canonicalizeConfig(document: Record<string, unknown>, makeId: IdMaker, schemas?: SchemaSet): CanonicalConfig {
  return canonicalizeConfiguration(readDocument(document, makeId), schemas);
}
