import { Card, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";

interface Refusal {
  id: string;
  hostname: string;
  at: number;
  kongStatus: number | null;
  words: string | null;
}

const textOf = ({ words, kongStatus }: Refusal): string => {
  if (words !== null) return words;
  return kongStatus === 0 ? "It was refused before it reached Kong." : `Its Kong refused it${kongStatus === null ? "" : ` with ${kongStatus}`}.`;
};

interface Props {
  at: { org: string; groupId: string };
  toVersion: number;
  refusals: Refusal[];
  total: number;
  now: number;
}

/** Who refused what a rollout that has ended gave out, and with which words. */
export function Refusals({ at, toVersion, refusals, total, now }: Props) {
  return (
    <Card title={`Who refused v${toVersion}`}>
      <ul className="-my-1.5">
        {refusals.map((refusal) => (
          <li key={refusal.id} className="flex flex-wrap items-baseline gap-x-3 border-line py-1.5 not-first:border-t">
            <TextLink href={paths.instance(at.org, at.groupId, refusal.id)}>{refusal.hostname}</TextLink>
            <span className="text-muted">
              <Time at={refusal.at} now={now} />
            </span>
            <span className="w-full border-l-2 border-danger pl-3 text-[13px] break-words">{textOf(refusal)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-muted">
        {total > refusals.length && `And ${(total - refusals.length).toLocaleString("en")} more. `}
        <TextLink href={paths.versionFleet(at.org, at.groupId, toVersion)}>{`Every instance and v${toVersion}`}</TextLink>
      </p>
    </Card>
  );
}
