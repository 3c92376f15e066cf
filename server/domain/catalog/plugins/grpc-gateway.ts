import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `grpc-gateway`. */
export const grpcGateway = {
  name: "grpc-gateway",
  purpose: "Transformation",
  help: "Lets clients call a gRPC service by REST and JSON.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [{ name: "proto", type: "string", help: "A .proto file on the nodes that says which method answers which path." }],
  },
} satisfies PluginSchema;
