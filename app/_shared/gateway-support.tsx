import { Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { supportNotice, supportWarnings } from "@/server/domain/gateway-support";

/** A Gateway version, and what is known of its support. */
export function GatewayVersion({ version, now }: { version: string; now: number }) {
  const notice = supportNotice(version, now);
  return (
    <>
      {version}
      {notice && (
        <span className={`block text-[13px] ${notice.kind === "last" ? "text-muted" : "text-warn"}`}>
          {notice.kind !== "last" && <span aria-hidden="true">! </span>}
          {notice.message} {notice.cure}
        </span>
      )}
    </>
  );
}

/** Which of a group's Gateway versions Kong supports no more, or soon no more; nothing where that is none. */
export function SupportWarnings({ at, gatewayVersions, now }: { at: { org: string; groupId: string }; gatewayVersions: readonly string[]; now: number }) {
  const warnings = supportWarnings(gatewayVersions, now);
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">
      <ul>
        {warnings.map(({ message, cure }) => (
          <li key={message}>
            {message} <span className="text-muted">{cure}</span>
          </li>
        ))}
      </ul>
      <TextLink href={paths.instances(at.org, at.groupId, { sort: "gateway" })}>Instances by Gateway version</TextLink>
    </Notice>
  );
}
