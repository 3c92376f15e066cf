import { Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { FleetFit } from "@/server/domain/draft";
import { CompatibilityCauses } from "./compatibility-causes";
import { countText } from "./count-text";

interface Props {
  at: { org: string; groupId: string };
  fit: FleetFit;
  /** What they cannot run. */
  what: string;
}

/** Which instances cannot run a configuration, by Gateway version and loaded plugins, and why; nothing where all can. */
export function FleetFitNotice({ at, fit: { instanceCount, incompatibleCount, incompatible }, what }: Props) {
  if (incompatibleCount === 0) return null;
  return (
    <Notice tone="warn">
      <p className="font-medium">
        {incompatibleCount === instanceCount && instanceCount > 1
          ? `None of the ${instanceCount} instances can run ${what}.`
          : `${incompatibleCount} of ${countText(instanceCount, "instance")} cannot run ${what}.`}{" "}
        <TextLink href={paths.instances(at.org, at.groupId, { sort: "-compatibility" })}>See the instances</TextLink>
      </p>
      <ul className="mt-1 flex flex-col gap-2">
        {incompatible.map((kind, index) => (
          <li key={index}>
            <strong className="font-medium">
              {countText(kind.instanceCount, "instance")} on Gateway {kind.gatewayVersion ?? "(not told)"}
            </strong>
            <CompatibilityCauses at={at} causes={kind.causes} moreCauses={kind.moreCauses} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
