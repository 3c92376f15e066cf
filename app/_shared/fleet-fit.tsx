import { Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { printable } from "@/server/domain/configuration/printable";
import type { FleetFit } from "@/server/domain/draft";
import { countText } from "./count-text";

interface Props {
  at: { org: string; groupId: string };
  fit: FleetFit;
  /** What they cannot run. */
  what: string;
  /** It is what they should run: the list of instances shows it too, and what helps is told here. */
  isExpected?: boolean;
}

/** What all instances of a kind lack, and what else keeps them from it. */
function missingText({ causes, moreCauses, instanceCount }: FleetFit["incompatible"][number]): string {
  const lacked = causes.flatMap(({ lacks }) => lacks ?? []);
  const lacks = lacked.length > 0 ? [`${instanceCount === 1 ? "lacks" : "lack"} the ${lacked.length === 1 ? "plugin" : "plugins"} ${lacked.join(", ")}`] : [];
  const others = causes.filter((cause) => cause.lacks === undefined).map(({ message }) => message.replace(/\.$/, ""));
  return printable([...lacks, ...others, ...(moreCauses > 0 ? [`and ${countText(moreCauses, "more cause")}`] : [])].join("; "));
}

/** What helps, each thing once. */
function Cures({ fit: { incompatible } }: Pick<Props, "fit">) {
  const causes = incompatible.flatMap((kind) => kind.causes);
  const cures = new Map(causes.map(({ lacks, entity, cure }) => [`${lacks ?? entity?.name ?? ""} ${cure}`, { name: lacks ?? entity?.name, cure }]));
  return (
    <ul className="mt-1 text-muted">
      {[...cures].map(([key, { name, cure }]) => (
        <li key={key}>{printable(name === undefined ? cure : `${name}: ${cure}`)}</li>
      ))}
    </ul>
  );
}

/** Which instances cannot run a configuration, by Gateway version and loaded plugins, and why; nothing where all can. */
export function FleetFitNotice({ at, fit, what, isExpected = false }: Props) {
  const { instanceCount, incompatibleCount, incompatible } = fit;
  if (incompatibleCount === 0) return null;
  return (
    <Notice tone="warn">
      <p className="font-medium">
        {incompatibleCount === instanceCount && instanceCount > 1
          ? `None of the ${instanceCount} instances can run ${what}.`
          : `${incompatibleCount} of ${countText(instanceCount, "instance")} cannot run ${what}.`}{" "}
        {isExpected && <TextLink href={paths.instances(at.org, at.groupId, { sort: "-compatibility" })}>See the instances</TextLink>}
      </p>
      <ul>
        {incompatible.map((kind, index) => (
          <li key={index}>
            {countText(kind.instanceCount, "instance")} on Gateway {kind.gatewayVersion ?? "(not told)"}: {missingText(kind)}.
          </li>
        ))}
      </ul>
      {isExpected && <Cures fit={fit} />}
    </Notice>
  );
}
