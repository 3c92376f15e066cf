import { isMap } from "@/server/domain/config-document/finding";

/** An operation of an OpenAPI document, as far as examples and tables read it. */
export interface DocumentedOperation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: { name: string; in: "path" | "query" | "header"; required?: boolean; description?: string; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema: Record<string, unknown> }> }>;
}

const VALUES: Record<string, unknown> = {
  org: "acme",
  groupId: "$GROUP",
  name: "edge",
  message: "Add the echo route",
  kind: "services",
  fields: { name: "echo", host: "echo.internal" },
  number: 42,
  timeout: 60,
  format: "deck",
  from: 41,
  to: "draft",
  source: "_format_version: '3.0'",
  text: "_format_version: '3.0'",
  confirmName: "edge",
  tags: ["stable"],
};

function valueOf(schema: Record<string, unknown>): unknown {
  if ("default" in schema) return schema["default"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  if (Array.isArray(schema["anyOf"]) && isMap(schema["anyOf"][0])) return valueOf(schema["anyOf"][0]);
  if (schema["format"] === "uuid" || schema["format"] === "guid") return "8c1d2a52-6d2a-4b8e-9d3e-2a1f0c9b7e11";
  if (schema["type"] === "array") return isMap(schema["items"]) ? [valueOf(schema["items"])] : [];
  if (schema["type"] === "object") return isMap(schema["properties"]) ? requiredValues(schema) : {};
  if (schema["type"] === "integer" || schema["type"] === "number") return schema["minimum"] ?? 1;
  return schema["type"] === "boolean" ? true : "…";
}

function requiredValues(schema: Record<string, unknown>): Record<string, unknown> {
  const properties = isMap(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : [];
  return Object.fromEntries(required.map((name) => [name, VALUES[name] ?? valueOf(isMap(properties[name]) ? properties[name] : {})]));
}

const placed = (name: string, schema: Record<string, unknown>): string =>
  String(VALUES[name] ?? (schema["format"] ? `$${name.replace(/Id$/, "").toUpperCase()}` : valueOf(schema)));

/** The same request for a shell. The token comes from a file, because a command line can be read by others. */
export function curlExample(method: string, path: string, { parameters, requestBody }: DocumentedOperation): string {
  const of = (where: string) => parameters.filter((each) => each.in === where);
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => placed(name, of("path").find((each) => each.name === name)?.schema ?? {}));
  const query = of("query").filter(({ required }) => required);
  const asked = query.map(({ name, schema }) => `${name}=${placed(name, schema)}`).join("&");
  const lines = [`curl -fsS${method === "get" ? "" : ` -X ${method.toUpperCase()}`} -H @auth.txt "$SIGNALBOX/api/v1${at}${asked && `?${asked}`}"`];
  if (of("header").some(({ name, required }) => name === "If-Match" && required)) lines.push(`-H 'If-Match: "…"'`);
  const json = requestBody?.content["application/json"]?.schema;
  if (json) lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(requiredValues(json)).replaceAll("'", "'\\''")}'`);
  return lines.join(" \\\n  ");
}
