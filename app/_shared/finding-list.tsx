import { TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { errorsFirst, type Finding } from "@/server/domain/config-document/finding";
import { printable } from "@/server/domain/configuration/printable";
import { countText } from "./count-text";
import { cutText } from "./cut-text";
import { fieldText } from "./field-diff";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";

const SHOWN = 50;

/** A finding, and where it is known the nodes that it concerns. */
export interface ToldFinding extends Finding {
  /** Empty or absent: it holds for any. */
  gatewayVersions?: readonly string[];
  instances?: readonly { id: string; hostname: string }[];
  instanceCount?: number;
}

interface At {
  org: string;
  groupId: string;
}

function Place({ finding: { entity, field, line }, at }: { finding: ToldFinding; at?: At }) {
  const isFieldTold = field !== undefined && field.length > 0;
  if (!entity && !isFieldTold && line === undefined) return null;
  const name = entity ? `${kindNoun(entity.kind)} ${printable(cutText(entity.name ?? entity.id ?? ""))}`.trim() : "";
  return (
    <>
      {entity?.id && at ? (
        <TextLink href={paths.entity(at.org, at.groupId, { kind: entity.kind, id: entity.id })}>{name}</TextLink>
      ) : (
        <strong className="font-medium">{name}</strong>
      )}
      {isFieldTold && (
        <>
          {name && ", "}field <code className="text-[12.5px] break-all">{fieldText(field)}</code>
        </>
      )}
      {line !== undefined && `${name || isFieldTold ? ", " : ""}line ${line}`}:{" "}
    </>
  );
}

/** Which nodes a finding is about, where it is not about any. */
function Nodes({ finding: { gatewayVersions = [], instances = [], instanceCount = 0 }, at }: { finding: ToldFinding; at?: At }) {
  if (gatewayVersions.length === 0) return null;
  const rest = instanceCount - instances.length;
  return (
    <span className="block text-[13px] text-muted">
      On Gateway {gatewayVersions.join(", ")}
      {instanceCount > 0 && (
        <>
          {": "}
          {instances.map(({ id, hostname }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              {at ? <TextLink href={paths.instance(at.org, at.groupId, id)}>{hostname}</TextLink> : hostname}
            </span>
          ))}
          {rest > 0 && ` and ${countText(rest, "more instance")}`}
        </>
      )}
      .
    </span>
  );
}

function Line({ finding, at }: { finding: ToldFinding; at?: At }) {
  const isError = finding.severity === "error";
  return (
    <li className="flex gap-2">
      <span aria-hidden="true" className={`font-bold ${isError ? "text-danger" : "text-warn"}`}>
        {isError ? "✕" : "!"}
      </span>
      <span className="min-w-0 wrap-anywhere">
        <span className="sr-only">{finding.severity}: </span>
        <Place finding={finding} at={at} />
        {printable(finding.message)} <span className="text-muted">{printable(finding.cure)}</span>
        <Nodes finding={finding} at={at} />
      </span>
    </li>
  );
}

/** What a check found: errors first, each with its entity, field and cure. `at`: the draft in which the entity can be mended. */
export function FindingList({ findings, at }: { findings: readonly ToldFinding[]; at?: At }) {
  const sorted = [...findings].sort(errorsFirst);
  const rest = sorted.slice(SHOWN);
  const lines = (told: ToldFinding[]) => (
    <ul className="flex flex-col gap-1">
      {told.map((finding, index) => (
        <Line key={index} finding={finding} at={at} />
      ))}
    </ul>
  );
  return (
    <>
      {lines(sorted.slice(0, SHOWN))}
      {rest.length > 0 && (
        <details className="mt-1">
          <summary>{rest.length} more</summary>
          <div className="mt-1">{lines(rest)}</div>
        </details>
      )}
    </>
  );
}
