import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `grpc-web`. */
export const grpcWeb = {
  name: "grpc-web",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "proto", type: "string" },
      { name: "pass_stripped_path", type: "boolean" },
      { name: "allow_origin_header", type: "string", default: "*" },
    ],
  },
} satisfies PluginSchema;
