import type { NamedField } from "../../kong-schema/schema";

/** The id: made by Kong where it is absent. */
export const ID = {
  name: "id",
  type: "string",
  auto: true,
  uuid: true,
  help: "Made by Kong where it is left empty.",
  isAdvanced: true,
} as const satisfies NamedField;

/** When it was created, in seconds since 1970. */
export const CREATED_AT = {
  name: "created_at",
  type: "integer",
  auto: true,
  timestamp: true,
  help: "Set by Kong, in seconds since 1970.",
  isAdvanced: true,
} as const satisfies NamedField;

/** When it was last changed, in seconds since 1970. */
export const UPDATED_AT = {
  name: "updated_at",
  type: "integer",
  auto: true,
  timestamp: true,
  help: "Set by Kong, in seconds since 1970.",
  isAdvanced: true,
} as const satisfies NamedField;

/** Words by which entities are grouped and found. */
export const TAGS = {
  name: "tags",
  type: "set",
  elements: { type: "string", required: true, check: "validate_tag" },
  help: "Words to group and find it by, such as a team or an environment.",
} as const satisfies NamedField;

/** The consumer that a credential belongs to. */
export const CONSUMER = {
  name: "consumer",
  type: "foreign",
  required: true,
  reference: "consumers",
  on_delete: "cascade",
  help: "Whose it is.",
} as const satisfies NamedField;
