import { Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { printable } from "@/server/domain/configuration/printable";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import type { Compatibility } from "@/server/domain/compatibility";
import { countText } from "./count-text";

interface Props extends Pick<Compatibility, "causes" | "moreCauses"> {
  at: { org: string; groupId: string };
}

/** Why an instance cannot run a config version, or not as written: each cause with its cure and the entity that asks for it. */
export function CompatibilityCauses({ causes, moreCauses, at }: Props) {
  return (
    <ul className="flex flex-col gap-1">
      {causes.map(({ message, cure, entity }, index) => (
        <li key={index} className="wrap-anywhere">
          {printable(message)} <span className="text-muted">{printable(cure)}</span>
          {entity?.id && (
            <>
              {" "}
              <TextLink href={paths.entity(at.org, at.groupId, { kind: entity.kind, id: entity.id })}>
                See the {kindNoun(entity.kind)} {printable(entity.name ?? "")}
              </TextLink>
            </>
          )}
        </li>
      ))}
      {moreCauses > 0 && <li className="text-muted">And {countText(moreCauses, "more cause")}.</li>}
    </ul>
  );
}

const STATES = { compatible: null, unknown: null, "compatible with limitations": "warn", incompatible: "danger" } as const;

/** Says of an instance why it cannot run what is expected of it; nothing where it can, or that is not known. */
export function CompatibilityNotice({ compatibility: { state, ...why }, at }: { compatibility: Compatibility; at: Props["at"] }) {
  const tone = STATES[state];
  return (
    tone && (
      <Notice tone={tone}>
        <p className="font-medium">
          {state === "incompatible" ? "This node cannot run what is expected of it." : "This node runs what is expected of it otherwise than written."}
        </p>
        <CompatibilityCauses at={at} {...why} />
      </Notice>
    )
  );
}

/** What an instance lacks, in a row of a list; what else keeps it from running a config version stands on its page. */
export function LackedPlugins({ causes }: Pick<Compatibility, "causes">) {
  const lacked = causes.flatMap(({ lacks }) => lacks ?? []);
  if (lacked.length === 0) return null;
  const more = lacked.length - 1;
  return (
    <span className="block max-w-36 text-[13px] wrap-anywhere text-muted">
      lacks {printable(lacked[0] ?? "")}
      {more > 0 && ` and ${countText(more, "more plugin")}`}
    </span>
  );
}
