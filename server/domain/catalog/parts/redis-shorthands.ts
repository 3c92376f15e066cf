import type { NamedField, ShorthandField } from "../../kong-schema/schema";

const OLD_NAMES = [
  { name: "redis_host", type: "string" },
  { name: "redis_port", type: "integer" },
  { name: "redis_password", type: "string", len_min: 0, encrypted: true },
  { name: "redis_username", type: "string" },
  { name: "redis_ssl", type: "boolean" },
  { name: "redis_ssl_verify", type: "boolean" },
  { name: "redis_server_name", type: "string" },
  { name: "redis_timeout", type: "integer" },
  { name: "redis_database", type: "integer" },
] as const satisfies readonly NamedField[];

/** The names that Redis settings had before they moved into a record; Kong still takes them, with a warning. */
export const redisShorthands = (plugin: string): readonly ShorthandField[] =>
  OLD_NAMES.map((field) => {
    const newName = field.name.replace(/^redis_/, "");
    const message = `${plugin}: config.${field.name} is deprecated, please use config.redis.${newName} instead`;
    return { ...field, deprecation: { message, replacedWith: [["redis", newName]] } };
  });
