import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, UPDATED_AT } from "../parts/identity-fields";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of workspaces. */
export const workspaces = {
  name: "workspaces",
  help: "A name space of entities; open-source Kong has one, which is named default.",
  nameKey: "name",
  cacheKey: ["name"],
  fields: [
    {
      name: "name",
      ...UNIQUE_NAME,
      required: true,
      not_one_of: [
        "workspaces",
        "consumers",
        "certificates",
        "services",
        "routes",
        "snis",
        "upstreams",
        "targets",
        "plugins",
        "tags",
        "ca_certificates",
        "clustering_data_planes",
        "parameters",
        "vaults",
        "key_sets",
        "keys",
        "filter_chains",
      ],
    },
    { name: "comment", type: "string" },
    ID,
    CREATED_AT,
    UPDATED_AT,
    { name: "meta", type: "record", required: true, fields: [] },
    { name: "config", type: "record", required: true, fields: [] },
  ],
} satisfies EntitySchema;
