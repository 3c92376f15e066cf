import type { NamedField } from "../../kong-schema/schema";
import { HEADER_NAME } from "./text";

/** From which headers a trace is read, and to which it is written. */
export const PROPAGATION_FIELDS = [
  { name: "extract", type: "array", elements: { type: "string", one_of: ["b3", "gcp", "jaeger", "aws", "ot", "w3c", "datadog"] } },
  { name: "clear", type: "array", elements: HEADER_NAME },
  { name: "inject", type: "array", elements: { type: "string", one_of: ["preserve", "b3", "gcp", "b3-single", "jaeger", "aws", "ot", "w3c", "datadog"] } },
  { name: "default_format", type: "string", required: true, one_of: ["b3", "gcp", "b3-single", "jaeger", "aws", "ot", "w3c", "datadog"] },
] as const satisfies readonly NamedField[];
