import type { PluginSchema } from "../../kong-schema/schema";
import { CHAT_MESSAGES } from "../parts/chat-messages";
import { LLM_FORMAT, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-prompt-decorator`. */
export const aiPromptDecorator = {
  name: "ai-prompt-decorator",
  purpose: "AI",
  help: "Puts messages before or after each chat.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "prompts",
        type: "record",
        fields: [
          { name: "prepend", ...CHAT_MESSAGES, help: "Messages before the chat." },
          { name: "append", ...CHAT_MESSAGES, help: "Messages after the chat." },
        ],
        help: "The messages. At least one is needed.",
      },
      { name: "llm_format", ...LLM_FORMAT, help: "The format in which clients speak.", isAdvanced: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
    ],
  },
  entity_checks: [{ at_least_one_of: ["config.prompts.prepend", "config.prompts.append"] }],
} satisfies PluginSchema;
