import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME } from "../parts/text";

/** The rules of the plugin `request-termination`. */
export const requestTermination = {
  name: "request-termination",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "request_termination_body",
    fields: [
      { name: "status_code", type: "integer", required: true, default: 503, between: [100, 599] },
      { name: "message", type: "string" },
      { name: "content_type", type: "string" },
      { name: "body", type: "string" },
      { name: "echo", type: "boolean", required: true, default: false },
      { name: "trigger", ...HEADER_NAME },
    ],
  },
} satisfies PluginSchema;
