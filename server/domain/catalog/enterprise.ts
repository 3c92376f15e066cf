import type { EntitySchema, NamedField } from "../kong-schema/schema";
import { CATALOG } from "./catalog";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "./parts/identity-fields";

/** Consumers under one name, so that a plugin can be bound to all of them. */
const consumerGroups: EntitySchema = {
  name: "consumer_groups",
  help: "Consumers under one name, to which plugins can be bound.",
  nameKey: "name",
  nests: ["plugins", "consumer_group_consumers"],
  fields: [
    { name: "name", type: "string", required: true, unique: true, check: "validate_utf8_name", help: "Unique among consumer groups." },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
};

const consumerGroupConsumers: EntitySchema = {
  name: "consumer_group_consumers",
  help: "That a consumer belongs to a consumer group.",
  primaryKey: ["consumer_group", "consumer"],
  cacheKey: ["consumer_group", "consumer"],
  fields: [
    { name: "consumer_group", type: "foreign", required: true, reference: "consumer_groups", on_delete: "cascade" },
    { name: "consumer", type: "foreign", required: true, reference: "consumers", on_delete: "cascade" },
    CREATED_AT,
    UPDATED_AT,
  ],
};

/** What Enterprise adds to a kind, or rules otherwise. The rest is as in open-source Kong. */
const MORE_FIELDS: Readonly<Record<string, readonly NamedField[]>> = {
  plugins: [
    { name: "consumer_group", type: "foreign", reference: "consumer_groups", on_delete: "cascade", help: "Runs for the consumers of this group alone." },
    { name: "ordering", type: "any", isAdvanced: true, help: "Which plugins this one runs before or after." },
    { name: "partials", type: "any", isAdvanced: true, help: "Shared parts of a configuration, by their ids." },
  ],
  // Which vaults there are, and what they are told, the nodes do not say.
  vaults: [
    { name: "name", type: "string", required: true, help: "The kind of vault: env, aws, gcp, azure, hcv or conjur." },
    { name: "config", type: "any", help: "How to reach the vault." },
  ],
  consumers: [{ name: "type", type: "any", isAdvanced: true, help: "What the consumer is used for." }],
};

const extend = (schema: EntitySchema, more: readonly NamedField[]): EntitySchema => ({
  ...schema,
  fields: [
    ...schema.fields.map((field) => more.find(({ name }) => name === field.name) ?? field),
    ...more.filter(({ name }) => !schema.fields.some((field) => field.name === name)),
  ],
});

const ENTITIES: ReadonlyMap<string, EntitySchema> = new Map([
  [consumerGroups.name, consumerGroups],
  [consumerGroupConsumers.name, consumerGroupConsumers],
  ...Object.entries(MORE_FIELDS).flatMap(([kind, more]): [string, EntitySchema][] => {
    const schema = CATALOG.entity(kind);
    return schema ? [[kind, extend(schema, more)]] : [];
  }),
]);

/** The schema of an entity kind in Kong Gateway Enterprise, of which the public facts are few: what is not known there passes. */
export const enterpriseEntity = (kind: string): EntitySchema | undefined => ENTITIES.get(kind) ?? CATALOG.entity(kind);

/** Whether a Gateway version is one of Enterprise: it says so, has four numbers, or is newer than the last open-source one, 3.9. */
export function isEnterprise(gatewayVersion: string): boolean {
  const [, major, minor, more] = /^(\d+)\.(\d+)((?:\.\d+)*)/.exec(gatewayVersion) ?? [];
  return /enterprise/i.test(gatewayVersion) || (more ?? "").split(".").length > 2 || Number(major) > 3 || (Number(major) === 3 && Number(minor) > 9);
}
