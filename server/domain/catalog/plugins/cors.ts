import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `cors`. */
export const cors = {
  name: "cors",
  purpose: "Security",
  help: "Lets web pages of other origins call your APIs from a browser.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "origins",
        type: "array",
        elements: { type: "string", check: "validate_asterisk_or_regex" },
        help: "Origins that may call, such as https://app.example.com; * is all. Others are read as patterns.",
      },
      {
        name: "methods",
        type: "array",
        default: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"],
        elements: { type: "string", one_of: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"] },
        help: "Methods that they may use.",
      },
      { name: "headers", type: "array", elements: { type: "string" }, help: "Request headers that they may send. Empty: those they ask for." },
      { name: "exposed_headers", type: "array", elements: { type: "string" }, help: "Answer headers that pages may read." },
      { name: "credentials", type: "boolean", required: true, default: false, help: "Lets them send cookies and passwords." },
      { name: "max_age", type: "number", help: "For how many seconds browsers keep the answer." },
      { name: "private_network", type: "boolean", required: true, default: false, help: "Lets public pages call into a private network.", isAdvanced: true },
      { name: "preflight_continue", type: "boolean", required: true, default: false, help: "The service answers OPTIONS requests itself.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
