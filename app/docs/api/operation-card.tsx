import { CodeBlock } from "@/app/_shared/code-block";
import { curlExample, type DocumentedOperation } from "./curl-example";
import { SchemaView } from "./schema-view";

interface Props {
  method: string;
  path: string;
  operation: DocumentedOperation;
}

const PLACES = { path: "in the path", query: "in the query", header: "header" } as const;

/** One operation: closed, its method, path and purpose; open, all that a caller needs. */
export function OperationCard({ method, path, operation }: Props) {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const [status = "", granted] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  const answer = granted?.content?.["application/json"]?.schema;
  const body = requestBody?.content["application/json"]?.schema;
  const types = Object.keys(requestBody?.content ?? {}).join(" or ");
  return (
    <details id={operationId} className="rounded-lg border border-line bg-raised">
      <summary className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
        <span className="w-14 text-[13px] font-semibold">{method.toUpperCase()}</span>
        <code className="min-w-0 text-[13px] break-all">{path}</code>
        <span className="text-muted">{summary}</span>
      </summary>
      <div className="flex flex-col gap-4 border-t border-line px-4 py-3">
        {parameters.length > 0 && (
          <section className="flex flex-col gap-1">
            <h4 className="font-semibold">Parameters</h4>
            <SchemaView
              label={`Parameters of ${operationId}`}
              schema={{
                properties: Object.fromEntries(
                  parameters.map(({ name, in: where, schema, description }) => [
                    name,
                    { ...schema, description: [PLACES[where], description].filter(Boolean).join("; ") },
                  ]),
                ),
                required: parameters.filter((each) => each.required).map(({ name }) => name),
              }}
            />
          </section>
        )}
        {body && (
          <section className="flex flex-col gap-1">
            <h4 className="font-semibold">Body, {types}</h4>
            <SchemaView label={`Body of ${operationId}`} schema={body} />
          </section>
        )}
        <section className="flex flex-col gap-1">
          <h4 className="font-semibold">Answer, {status}</h4>
          {answer ? <SchemaView label={`Answer of ${operationId}`} schema={answer} /> : <p className="text-muted">Without a body.</p>}
          <p className="text-muted">
            Refused with{" "}
            {Object.keys(responses)
              .filter((code) => code !== status)
              .join(", ")}
            .
          </p>
        </section>
        <CodeBlock text={curlExample(method, path, operation)} label={`curl for ${operationId}`}>
          curl
        </CodeBlock>
      </div>
    </details>
  );
}
