import type { inferRouterOutputs } from "@trpc/server";
import { z } from "zod";
import type { AppRouter } from "../trpc/root";
import type { ListRule } from "./list-rules";
import type { Seen } from "./seen";

type Outputs = inferRouterOutputs<AppRouter>;
/** A procedure of the console by its dotted path. */
export type ProcedurePath = { [Feature in keyof Outputs & string]: `${Feature}.${keyof Outputs[Feature] & string}` }[keyof Outputs & string];
type OutputOf<Path> = Path extends `${infer Feature}.${infer Verb}`
  ? Feature extends keyof Outputs
    ? Verb extends keyof Outputs[Feature]
      ? Outputs[Feature][Verb]
      : never
    : never
  : never;
/** What is answered with success; where a verb refuses by `ok: false`, the answer is a problem. */
type Granted<Answer> = Exclude<Answer, { ok: false }>;

/** An input as it stands in the request, where that is otherwise than the procedure's own. */
export interface InputShape {
  schema: z.ZodObject;
  /** What the procedure is given. The procedure's own schema checks it. */
  toVerb: (input: Record<string, unknown>) => Record<string, unknown>;
}

/** One operation of the REST API: what the request names, which procedure serves it, and what the answer holds. */
export interface Operation {
  /** The operation's name for generated clients; unique. */
  id: string;
  tag: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v1`, a parameter in braces. */
  path: string;
  summary: string;
  procedure: ProcedurePath;
  status: 200 | 201 | 204;
  /** What the answer holds, and nothing that is not in it; of a list: each of its items. Null: nothing is told. */
  output: z.ZodType | null;
  /** Present: the answer is a list with a cursor. */
  list?: ListRule;
  /** What the caller has seen of what it changes; told by `If-Match`. */
  seen?: Seen;
  /** The entity tag of the answer. */
  etagOf?: (answer: unknown) => string | undefined;
  /** Where what was made is, below `/api/v1`: a path like `path`, with members of the input or the answer in braces. */
  location?: string;
  input?: InputShape;
  /** The member of the input that a body of YAML is, and what the other members default to then. */
  yamlBody?: (text: string) => Record<string, unknown>;
  /** The member of the answer that is the whole of it where YAML is asked for. */
  yamlAnswer?: string;
  /** A POST that changes nothing. */
  changesNothing?: boolean;
  /** The answer holds what is shown once. */
  tellsSecret?: boolean;
  /** The most bytes of the body. Absent: 1 MiB. */
  maxBytes?: number;
}

/** A page of a list. */
export const pageOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable().describe("Goes back as `cursor` for the next page; null: this is the last one.") });

type Check<Path, Schema extends z.ZodType, Listed> = Listed extends true ? Schema : Granted<OutputOf<Path>> extends z.input<Schema> ? Schema : never;

interface Spec<Path extends ProcedurePath, Schema extends z.ZodType, Listed> extends Omit<Operation, "procedure" | "output" | "status" | "list"> {
  procedure: Path;
  status?: 200 | 201;
  output: Check<Path, Schema, Listed>;
}

/** An operation that answers with what its procedure gives; the compiler holds the two against each other. */
export const operation = <Path extends ProcedurePath, Schema extends z.ZodType>(spec: Spec<Path, Schema, false>): Operation => ({ status: 200, ...spec });

/** An operation that answers with nothing. */
export const silent = (spec: Omit<Operation, "status" | "output" | "list">): Operation => ({ ...spec, status: 204, output: null });

/** An operation that answers with a page of a list; `output` is one item. */
export const listing = (spec: Omit<Operation, "status" | "list" | "method"> & { output: z.ZodType; list: ListRule }): Operation => ({
  ...spec,
  status: 200,
  method: "GET",
});
