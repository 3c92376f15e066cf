import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `standard-webhooks`. */
export const standardWebhooks = {
  name: "standard-webhooks",
  purpose: "Security",
  help: "Lets in only webhooks that are signed as the Standard Webhooks specification says.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "secret_v1", ...SECRET_REFERENCE, required: true, help: "What they are signed with." },
      { name: "tolerance_second", type: "integer", required: true, default: 300, gt: -1, help: "By how many seconds the sender's clock may differ." },
    ],
  },
} satisfies PluginSchema;
