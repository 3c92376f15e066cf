import { inputPlan } from "@/server/rest-api/input-schema";
import type { Operation } from "@/server/rest-api/operation";
import { CASES } from "@/tests/server/trpc/procedure-cases";

const entity = { kind: "services", id: "8c1d2a52-6d2a-4b8e-9d3e-2a1f0c9b7e11" };
/** A document with the entity that inputs name. */
export const DOCUMENT = `_format_version: '3.0'\nservices: [{ id: ${entity.id}, name: echo, host: echo.internal }]`;

/** The input of an operation, where it is otherwise than its procedure's. */
const INPUTS: Record<string, Record<string, unknown>> = {
  deleteEntities: { keys: [entity] },
  deleteEntity: entity,
  deleteRuntimeGroup: { confirmName: "default" },
  exportConfigVersion: { number: 1, format: "deck" },
  exportDraft: { format: "deck" },
  getDependents: entity,
  getEntity: entity,
  publishDocument: { source: DOCUMENT, message: "m" },
  putEntity: { ...entity, fields: { host: "echo.internal" } },
  waitForFleet: { version: 1, timeout: 0 },
  setEnabled: { keys: [entity], enabled: false },
};

/** A request to the operation with a valid input, which is that of its procedure's case, `at` these places. */
export function requestTo(operation: Operation, at: Record<string, unknown>) {
  const input: Record<string, unknown> = { ...(INPUTS[operation.id] ?? CASES[operation.procedure]?.input), ...at };
  const plan = inputPlan(operation);
  const of = (part: Record<string, unknown>) => Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(part, name)));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]));
  const query = new URLSearchParams(Object.entries(of(plan.query)).map(([name, value]) => [name, String(value)]));
  const isBodied = Object.keys(plan.body).length > 0;
  const headers = { "If-Match": "*", ...(isBodied ? { "Content-Type": "application/json" } : {}) };
  const init = { method: operation.method, headers, ...(isBodied ? { body: JSON.stringify(of(plan.body)) } : {}) };
  return { url: `http://localhost/api/v1${path}?${query}`, init };
}
