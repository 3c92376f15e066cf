import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CodeBlock } from "@/app/_shared/code-block";
import { Card, TextLink } from "@/app/_ui/controls";
import { Mark } from "@/app/_ui/narrow-page";
import { paths } from "@/app/paths";
import { openApiDocument } from "@/server/rest-api/open-api";
import { REASONS } from "@/server/rest-api/problem";
import type { DocumentedOperation } from "./curl-example";
import { OperationCard } from "./operation-card";
import { SchemaView } from "./schema-view";

export const metadata: Metadata = { title: "REST API" };

const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as unknown as DocumentedOperation })),
); // safe because the document is made of operations that have these members
const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
const idOf = (tag: string): string => tag.toLowerCase().replace(/\W+/g, "-");

const AUTH = `umask 077 # the token stands in a file that you alone read, and on no command line
printf 'Authorization: Bearer %s' "$SIGNALBOX_TOKEN" > auth.txt
curl -fsS -H @auth.txt "$SIGNALBOX/api/v1/orgs"`;

const RULES: [string, ReactNode][] = [
  ["Tokens", "Go in Authorization: Bearer. In a URL they are refused, and a browser's session counts for nothing."],
  ["Lists", "Answer items and next_cursor, which goes back as cursor; limit is 1 to 200."],
  [
    "ETag, If-Match",
    "What others may change meanwhile is changed with the ETag that you have seen: 428 without one, 412 where it is not what is there. * means any.",
  ],
  [
    "Idempotency-Key",
    "A POST that carries one is done once, however often it comes within a day; the answer comes again, unless it held a secret. The same key for another request is 422, and 409 while the first is being answered.",
  ],
  [
    "Errors",
    "application/problem+json (RFC 9457). detail is for people, field names the input, instance is the request's id. A foreign thing reads like a missing one: 404.",
  ],
  ["Rate", "RateLimit and RateLimit-Policy tell what is left of the token's quota in a minute, per server process; past it come 429 and Retry-After."],
  ["YAML", "Where a body or answer is one YAML document, send or ask for application/yaml; the rest of the input then stands in the query."],
];

/** What the API is, and each of its operations, from the very document that is served. */
export default function ApiPage() {
  return (
    <div className="mx-auto grid max-w-7xl gap-6 p-4 md:grid-cols-[13.5rem_minmax(0,1fr)] md:p-6">
      <nav aria-label="Parts" className="flex flex-col gap-1 md:sticky md:top-6 md:self-start">
        <TextLink href={paths.home()}>
          <span className="flex items-center gap-2 font-semibold">
            <Mark />
            Signalbox
          </span>
        </TextLink>
        {[...tags, "Schemas"].map((tag) => (
          <a key={tag} href={`#${idOf(tag)}`} className="rounded px-1 py-1 text-muted hover:bg-hover hover:text-ink">
            {tag}
          </a>
        ))}
      </nav>
      <main className="flex min-w-0 flex-col gap-4">
        <h1 className="text-2xl font-semibold">REST API</h1>
        <p className="max-w-prose text-muted">
          {document.info.description} The same as an OpenAPI 3.1 document:{" "}
          <a className="text-accent underline underline-offset-2" href="/api/v1/openapi.json">
            openapi.json
          </a>
          .
        </p>
        <Card title="First request">
          <CodeBlock text={AUTH} label="the first request">
            SIGNALBOX is the address of this server.
          </CodeBlock>
        </Card>
        <Card title="Rules of every request">
          <dl className="grid gap-x-4 gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]">
            {RULES.map(([term, text]) => (
              <div key={term} className="contents">
                <dt className="font-medium">{term}</dt>
                <dd className="text-muted">{text}</dd>
              </div>
            ))}
            {Object.entries(REASONS).map(([reason, [status, text]]) => (
              <div key={reason} className="contents">
                <dt id={`problem-${reason}`} className="font-medium">
                  {status} {reason}
                </dt>
                <dd className="text-muted">{text}</dd>
              </div>
            ))}
          </dl>
        </Card>
        {tags.map((tag) => (
          <section key={tag} id={idOf(tag)} className="flex scroll-mt-4 flex-col gap-2">
            <h2 className="text-lg font-semibold">{tag}</h2>
            {operations
              .filter(({ operation }) => operation.tags.includes(tag))
              .map((each) => (
                <OperationCard key={each.operation.operationId} {...each} />
              ))}
          </section>
        ))}
        <section id="schemas" className="flex flex-col gap-2">
          <h2 className="text-lg font-semibold">Schemas</h2>
          {Object.entries(document.components.schemas).map(([name, schema]) => (
            <div key={name} id={`schema-${name}`} className="scroll-mt-4">
              <Card title={name}>
                <SchemaView label={name} schema={schema} />
              </Card>
            </div>
          ))}
        </section>
      </main>
    </div>
  );
}
