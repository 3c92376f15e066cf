import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { URL } from "../parts/text";

/** The rules of the plugin `redirect`. */
export const redirect = {
  name: "redirect",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "status_code", type: "integer", required: true, default: 301, between: [100, 599] },
      { name: "location", ...URL, required: true },
      { name: "keep_incoming_path", type: "boolean", default: false },
    ],
  },
} satisfies PluginSchema;
