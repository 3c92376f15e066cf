import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `bot-detection`. */
export const botDetection = {
  name: "bot-detection",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", default: [], elements: { type: "string", is_regex: true } },
      { name: "deny", type: "array", default: [], elements: { type: "string", is_regex: true } },
    ],
  },
} satisfies PluginSchema;
