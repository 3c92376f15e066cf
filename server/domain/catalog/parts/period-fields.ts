import type { NamedField } from "../../kong-schema/schema";

/** Limits, by the period for which they hold. */
export const PERIOD_FIELDS = [
  { name: "second", type: "number", gt: 0, help: "How many in a second. At least one limit is needed; a longer period's must not be lower." },
  { name: "minute", type: "number", gt: 0, help: "How many in a minute." },
  { name: "hour", type: "number", gt: 0, help: "How many in an hour." },
  { name: "day", type: "number", gt: 0, help: "How many in a day." },
  { name: "month", type: "number", gt: 0, help: "How many in a month." },
  { name: "year", type: "number", gt: 0, help: "How many in a year." },
] as const satisfies readonly NamedField[];
