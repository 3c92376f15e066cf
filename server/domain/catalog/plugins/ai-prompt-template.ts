import type { PluginSchema } from "../../kong-schema/schema";
import { MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-prompt-template`. */
export const aiPromptTemplate = {
  name: "ai-prompt-template",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "templates",
        type: "array",
        required: true,
        elements: {
          type: "record",
          required: true,
          fields: [
            { name: "name", type: "string", required: true },
            { name: "template", type: "string", required: true },
          ],
        },
      },
      { name: "allow_untemplated_requests", type: "boolean", required: true, default: true },
      { name: "log_original_request", type: "boolean", required: true, default: false },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE },
    ],
  },
} satisfies PluginSchema;
