import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `grpc-web`. */
export const grpcWeb = {
  name: "grpc-web",
  purpose: "Transformation",
  help: "Lets browsers call a gRPC service by gRPC-Web.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "proto", type: "string", help: "A .proto file on the nodes, to take JSON too." },
      { name: "allow_origin_header", type: "string", default: "*", help: "Which origin may call; * is all." },
      { name: "pass_stripped_path", type: "boolean", help: "Passes the path on without the part that the route matched." },
    ],
  },
} satisfies PluginSchema;
