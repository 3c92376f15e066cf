import { TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { KongError } from "@/server/domain/kong-errors";

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

/** What Kong named when it refused a config version, each with its entity, which can be opened where its id is known. */
export function KongErrors({ at, errors }: { at: At; errors: KongError[] }) {
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
