import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME } from "../parts/text";

/** The rules of the plugin `request-termination`. */
export const requestTermination = {
  name: "request-termination",
  purpose: "Traffic control",
  help: "Answers requests itself, with a status and a text, such as during maintenance.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "request_termination_body",
    fields: [
      { name: "status_code", type: "integer", required: true, default: 503, between: [100, 599], help: "The status of the answer." },
      { name: "message", type: "string", help: "Sent as JSON. Not together with a body." },
      { name: "body", type: "string", help: "The whole answer. Not together with a message." },
      { name: "content_type", type: "string", help: "What the body is, such as text/html. Needs a body." },
      { name: "trigger", ...HEADER_NAME, help: "Answers only requests that have this header or query argument.", isAdvanced: true },
      {
        name: "echo",
        type: "boolean",
        required: true,
        default: false,
        help: "Answers with what was asked, to see what arrives. Not together with message or body.",
        isAdvanced: true,
      },
    ],
  },
} satisfies PluginSchema;
