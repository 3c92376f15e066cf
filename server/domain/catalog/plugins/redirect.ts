import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { URL } from "../parts/text";

/** The rules of the plugin `redirect`. */
export const redirect = {
  name: "redirect",
  purpose: "Traffic control",
  help: "Sends clients on to another URL.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "location", ...URL, required: true, help: "The whole URL to go to." },
      { name: "status_code", type: "integer", required: true, default: 301, between: [100, 599], help: "301 or 308: for good; 302 or 307: for now." },
      { name: "keep_incoming_path", type: "boolean", default: false, help: "Appends the path and query that were asked for." },
    ],
  },
} satisfies PluginSchema;
