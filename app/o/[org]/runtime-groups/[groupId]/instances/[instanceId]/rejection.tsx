import { CodeBlock } from "@/app/_shared/code-block";
import { TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { KongError } from "@/server/domain/kong-errors";

const SHOWN_ERRORS = 20;
const SHOWN_CHARACTERS = 400;

/** A message whole; a long one folded, with its beginning in sight. */
function Message({ text }: { text: string }) {
  if (text.length <= SHOWN_CHARACTERS) return <span className="break-words">{text}</span>;
  return (
    <details className="inline">
      <summary className="break-words">
        {text.slice(0, SHOWN_CHARACTERS)}… (all {text.length} characters)
      </summary>
      <span className="break-words whitespace-pre-wrap">{text}</span>
    </details>
  );
}

interface At {
  org: string;
  groupId: string;
}

/** The entity that Kong named, as a link to its form where its id is known. */
function Named({ at, error: { entityType, entityName, entityId } }: { at: At; error: KongError }) {
  const name = [entityType?.replaceAll("_", " "), entityName ?? entityId].filter(Boolean).join(" ") || "Document";
  if (!entityType || !entityId) return <strong className="font-semibold break-words">{name}</strong>;
  return (
    <strong className="font-semibold break-words">
      {/* Kong tells the kind in the singular. */}
      <TextLink href={paths.entity(at.org, at.groupId, { kind: `${entityType}s`, id: entityId })}>{name}</TextLink>
    </strong>
  );
}

function Errors({ at, errors }: { at: At; errors: KongError[] }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {errors.map((error, index) => (
        <li key={index} className="border-l-2 border-danger pl-3">
          <Named at={at} error={error} />
          {error.field && (
            <>
              , field <code className="break-all">{error.field}</code>
            </>
          )}
          : <Message text={error.message} />
        </li>
      ))}
    </ul>
  );
}

interface Rejected {
  versionNumber: number | null;
  kongStatus: number;
  body: string;
  at: number;
  errors: KongError[];
}

/** Why the node refused a config: by entity and field as far as it said, and its own words exactly. */
export function Rejection({ at, rejected, runningVersion, now }: { at: At; rejected: Rejected; runningVersion: number | null; now: number }) {
  const { errors, body, kongStatus, versionNumber } = rejected;
  const who = kongStatus ? `Kong answered ${kongStatus}` : "The agent refused it before it reached Kong";
  return (
    <section className="min-w-0 rounded-lg border border-danger bg-raised p-4" aria-labelledby="rejection">
      <h2 id="rejection" className="font-semibold">
        <span aria-hidden="true" className="text-danger">
          ✕
        </span>{" "}
        Rejected {versionNumber ? `v${versionNumber}` : "a config"}
      </h2>
      <p className="mb-3 text-muted">
        {who}, <Time at={rejected.at} now={now} />. The node keeps serving {runningVersion ? `v${runningVersion}` : "what it ran before"}.{" "}
        {versionNumber !== null && runningVersion !== null && versionNumber !== runningVersion && (
          <TextLink href={paths.compare(at.org, at.groupId, runningVersion, versionNumber)}>See what is different</TextLink>
        )}
      </p>
      <Errors at={at} errors={errors.slice(0, SHOWN_ERRORS)} />
      {errors.length > SHOWN_ERRORS && (
        <details className="mt-2">
          <summary>{errors.length - SHOWN_ERRORS} more</summary>
          <Errors at={at} errors={errors.slice(SHOWN_ERRORS)} />
        </details>
      )}
      <details className="mt-3" open={errors.length === 0}>
        <summary>The node&apos;s exact words</summary>
        <div className="mt-2">
          <CodeBlock text={body || "(the node said nothing)"} label="the node's exact words" isTall>
            {body.length} characters, as they came
          </CodeBlock>
        </div>
      </details>
    </section>
  );
}
