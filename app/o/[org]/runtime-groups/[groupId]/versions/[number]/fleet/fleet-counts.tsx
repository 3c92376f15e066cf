import Link from "next/link";
import { countText } from "@/app/_shared/count-text";
import { listQuery } from "@/app/_shared/list-state";
import { StateBadge } from "@/app/_shared/state-badge";
import { type Adoption, ADOPTIONS, COUNTING } from "@/server/domain/adoption";
import type { ListState } from "@/server/domain/list-rows";

interface Props {
  number: number;
  isLive: boolean;
  counts: Record<Adoption, number>;
  /** How many are asked to run it, and are there to. */
  counting: number;
  /** Where its rollout is; null: it went to all at once. */
  rollout: string | null;
  /** Of the list below. */
  state: ListState;
}

/** Whether the whole fleet runs the config version, in a sentence. */
function answerOf({ number, isLive, counts, counting }: Props): string {
  const runs = counts["runs it"];
  if (!isLive) return `v${number} is not live. ${countText(runs, "instance")} ${runs === 1 ? "runs" : "run"} it still.`;
  if (counting === 0 && counts.away > 0) return `Not known: every instance that is to run v${number} is away.`;
  if (counting === 0) return `No instance that is there is asked to run v${number}.`;
  if (runs === counting) return `Yes: every instance that counts runs v${number}, ${counting.toLocaleString("en")} of ${counting.toLocaleString("en")}.`;
  return `Not yet: ${runs.toLocaleString("en")} of ${countText(counting, "instance")} that count run v${number}.`;
}

const isCounting = (adoption: Adoption): boolean => COUNTING.some((each) => each === adoption);

/** The answer, and how many instances are what to the config version, each a filter of the list below. */
export function FleetCounts(props: Props) {
  const { counts, counting, rollout, state } = props;
  const chosen = state.filters.adoption;
  const to = (adoption: string) => listQuery(state, { filters: { adoption } });
  const [best, ...others] = ADOPTIONS;
  const told = [best, ...others.reverse()].filter((adoption) => counts[adoption] > 0);
  const total = told.reduce((sum, adoption) => sum + counts[adoption], 0);
  const apart = told.filter((adoption) => !isCounting(adoption));
  const look = (isChosen: boolean) => `rounded-md border px-2.5 py-1 hover:bg-hover ${isChosen ? "border-accent font-medium" : "border-line bg-raised"}`;
  return (
    <section aria-label="Does the whole fleet run it" className="flex flex-col gap-2">
      <p className="text-base font-medium">{answerOf(props)}</p>
      {rollout && <p className="text-muted">Its rollout: {rollout}.</p>}
      {apart.length > 0 && (
        <p className="text-muted">
          {countText(total - counting, "instance")} {total - counting === 1 ? "does" : "do"} not count:{" "}
          {apart.map((each) => `${counts[each]} ${each}`).join(", ")}.
        </p>
      )}
      <ul className="flex flex-wrap gap-2">
        <li>
          <Link href={to("")} scroll={false} className={`inline-block ${look(!chosen)}`} aria-current={!chosen || undefined}>
            All {total.toLocaleString("en")}
          </Link>
        </li>
        {told.map((adoption) => (
          <li key={adoption}>
            <Link href={to(adoption)} scroll={false} className={`inline-block ${look(chosen === adoption)}`} aria-current={chosen === adoption || undefined}>
              <StateBadge state={adoption} /> <span className="tabular-nums">{counts[adoption].toLocaleString("en")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
