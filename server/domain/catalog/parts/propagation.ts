import type { NamedField } from "../../kong-schema/schema";
import { HEADER_NAME } from "./text";

/** From which headers a trace is read, and to which it is written. */
export const PROPAGATION_FIELDS = [
  {
    name: "default_format",
    type: "string",
    required: true,
    one_of: ["b3", "gcp", "b3-single", "jaeger", "aws", "ot", "w3c", "datadog"],
    help: "How a trace is passed on where a request came with none.",
  },
  {
    name: "extract",
    type: "array",
    elements: { type: "string", one_of: ["b3", "gcp", "jaeger", "aws", "ot", "w3c", "datadog"] },
    help: "From which formats of headers a trace is read, the first that is there.",
  },
  {
    name: "inject",
    type: "array",
    elements: { type: "string", one_of: ["preserve", "b3", "gcp", "b3-single", "jaeger", "aws", "ot", "w3c", "datadog"] },
    help: "In which formats a trace is passed on; preserve: as it came.",
  },
  { name: "clear", type: "array", elements: HEADER_NAME, help: "Headers to take off after reading.", isAdvanced: true },
] as const satisfies readonly NamedField[];
