import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `bot-detection`. */
export const botDetection = {
  name: "bot-detection",
  purpose: "Security",
  help: "Keeps out known bots and crawlers, by their User-Agent.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", default: [], elements: { type: "string", is_regex: true }, help: "Patterns of User-Agents that always get in." },
      { name: "deny", type: "array", default: [], elements: { type: "string", is_regex: true }, help: "Patterns of User-Agents that are kept out too." },
    ],
  },
} satisfies PluginSchema;
