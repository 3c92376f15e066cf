import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of vaults. */
export const vaults = {
  name: "vaults",
  help: "Where secrets are kept that the configuration refers to, such as {vault://my-vault/password}.",
  nameKey: "prefix",
  cacheKey: ["prefix"],
  fields: [
    {
      name: "name",
      type: "string",
      required: true,
      one_of: ["env"],
      err: "this vault is not installed: only 'env' is part of open-source Kong",
      help: "The kind of vault. Open-source Kong has env: environment variables of the node.",
    },
    {
      name: "prefix",
      type: "string",
      required: true,
      unique: true,
      not_one_of: ["env"],
      match: "^[a-z][a-z%d-]-[a-z%d]+$",
      help: "How references name this vault: lower-case letters, digits and dashes.",
    },
    { name: "description", type: "string", help: "What it is for." },
    {
      name: "config",
      type: "record",
      required: true,
      fields: [
        {
          name: "prefix",
          label: "Prefix of the variables",
          type: "string",
          match: "^[%a_-][%a%d_-]*$",
          help: "What the names of the environment variables begin with, such as SECRET_.",
        },
      ],
      help: "How to reach it.",
    },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
} satisfies EntitySchema;
