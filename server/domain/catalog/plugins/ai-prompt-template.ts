import type { PluginSchema } from "../../kong-schema/schema";
import { MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-prompt-template`. */
export const aiPromptTemplate = {
  name: "ai-prompt-template",
  purpose: "AI",
  help: "Lets clients fill in prompts that you wrote.",
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
            { name: "name", type: "string", required: true, help: "How clients name it." },
            { name: "template", type: "string", required: true, help: "The prompt, with what is filled in written as {{name}}." },
          ],
        },
        help: "The prompts.",
      },
      { name: "allow_untemplated_requests", type: "boolean", required: true, default: true, help: "Lets other chats through too." },
      { name: "log_original_request", type: "boolean", required: true, default: false, help: "Logs what clients sent.", isAdvanced: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
