import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST, SECRET_REFERENCE, URL } from "../parts/text";

/** The rules of the plugin `aws-lambda`. */
export const awsLambda = {
  name: "aws-lambda",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "timeout", type: "number", required: true, default: 60000 },
      { name: "keepalive", type: "number", required: true, default: 60000 },
      { name: "aws_key", ...SECRET_REFERENCE },
      { name: "aws_secret", ...SECRET_REFERENCE },
      { name: "aws_assume_role_arn", ...SECRET_REFERENCE },
      { name: "aws_role_session_name", type: "string", default: "kong" },
      { name: "aws_sts_endpoint_url", ...URL },
      { name: "aws_region", ...HOST },
      { name: "function_name", type: "string" },
      { name: "qualifier", type: "string" },
      { name: "invocation_type", type: "string", required: true, default: "RequestResponse", one_of: ["RequestResponse", "Event", "DryRun"] },
      { name: "log_type", type: "string", required: true, default: "Tail", one_of: ["Tail", "None"] },
      { name: "host", ...HOST },
      { name: "port", ...PORT, default: 443 },
      { name: "disable_https", type: "boolean", default: false },
      { name: "unhandled_status", type: "integer", between: [100, 999] },
      { name: "forward_request_method", type: "boolean", default: false },
      { name: "forward_request_uri", type: "boolean", default: false },
      { name: "forward_request_headers", type: "boolean", default: false },
      { name: "forward_request_body", type: "boolean", default: false },
      { name: "is_proxy_integration", type: "boolean", default: false },
      { name: "awsgateway_compatible", type: "boolean", default: false },
      { name: "proxy_url", ...URL },
      { name: "skip_large_bodies", type: "boolean", default: true },
      { name: "base64_encode_body", type: "boolean", default: true },
      { name: "aws_imds_protocol_version", type: "string", required: true, default: "v1", one_of: ["v1", "v2"] },
      { name: "empty_arrays_mode", type: "string", required: true, default: "legacy", one_of: ["legacy", "correct"] },
    ],
  },
  entity_checks: [
    { mutually_required: ["config.aws_key", "config.aws_secret"] },
    { custom_entity_check: { field_sources: ["config.proxy_url"], check: "lambda_proxy_url" } },
  ],
} satisfies PluginSchema;
