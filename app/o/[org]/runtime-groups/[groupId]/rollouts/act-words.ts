import { countText } from "@/app/_shared/count-text";
import type { RolloutAct } from "@/server/domain/rollout/act";
import type { Rollout } from "@/server/domain/rollout/rollout";
import type { ReachCounts } from "./reach-counts";

/** What a person may do to a rollout from its page. */
export type PageAct = Exclude<RolloutAct, "supersede">;

type Told = Pick<Rollout, "fromVersion" | "toVersion" | "state" | "stage" | "strategy">;

/** What is said of an act. */
export interface ActWords {
  label: string;
  title: string;
  /** What happens to whom. */
  text: string[];
  done: string;
  isDanger?: boolean;
}

const instances = (count: number): string => countText(count, "instance");
const keeps = (count: number): string => (count === 1 ? "keeps" : "keep");

/** That the last stage has been reached, or whom the next one reaches. */
const onwards = ({ next }: ReachCounts, toVersion: number): string =>
  next
    ? `Stage ${next.stage + 1} then gives v${toVersion} to ${next.count.toLocaleString("en")} more.`
    : "No stage is left that reaches anybody: the rollout is then complete.";

const held = ({ held: count }: ReachCounts): string[] =>
  count > 0
    ? [`${instances(count)} that ${count === 1 ? "is" : "are"} pinned or paused ${count === 1 ? "stays" : "stay"} as ${count === 1 ? "it is" : "they are"}.`]
    : [];

function resumeText({ state, stage, toVersion, strategy }: Told, { failed }: ReachCounts): string[] {
  if (state === "paused")
    return [
      `Stage ${stage + 1} goes on, with as much of its time limit left as it had when it was paused. Nobody more gets v${toVersion} before its gate holds.`,
    ];
  const accepted =
    failed > 0
      ? [
          `The failure of ${instances(failed)} is accepted: ${failed === 1 ? "it" : "they"} neither halt${failed === 1 ? "s" : ""} the rollout again nor hold${failed === 1 ? "s" : ""} it up.`,
        ]
      : [];
  const again = strategy.onHalt === "rollBack" ? "rolls it back by itself" : "halts it again";
  return [`Stage ${stage + 1} is judged anew, with all of its time.`, ...accepted, `Whoever fails from now on ${again}.`];
}

/** What each act of a page says, in numbers, before it is done. */
export const ACT_WORDS: Record<PageAct, (rollout: Told, counts: ReachCounts) => ActWords> = {
  approve: ({ stage, toVersion }, counts) => ({
    label: "Approve",
    title: `Approve stage ${stage + 1}?`,
    text: [`The rollout goes on as soon as the gate of stage ${stage + 1} holds, which may be at once. ${onwards(counts, toVersion)}`],
    done: `Stage ${stage + 1} is approved.`,
  }),
  pause: ({ toVersion }, { reached }) => ({
    label: "Pause",
    title: `Pause the rollout of v${toVersion}?`,
    text: [
      `Nobody more gets v${toVersion} until a person resumes it, and nothing halts it meanwhile.`,
      `The ${instances(reached)} that it has reached ${keeps(reached)} v${toVersion}.`,
    ],
    done: "The rollout is paused.",
  }),
  resume: (rollout, counts) => ({
    label: "Resume",
    title: `Resume the rollout of v${rollout.toVersion}?`,
    text: resumeText(rollout, counts),
    done: "The rollout goes on.",
  }),
  promote: ({ toVersion }, counts) => ({
    label: "Promote now",
    title: `Promote v${toVersion} to everybody now?`,
    text: [
      counts.rest > 0
        ? `${countText(counts.rest, "more instance")} ${counts.rest === 1 ? "gets" : "get"} v${toVersion} at once, without waiting for any gate.`
        : `Everybody has been reached already: no gate is waited for any more.`,
      ...(counts.failed > 0 ? [`So far ${instances(counts.failed)} failed.`] : []),
      ...held(counts),
    ],
    done: `v${toVersion} goes to everybody.`,
  }),
  rollBack: ({ fromVersion, toVersion }, counts) => ({
    label: "Roll back",
    title: `Roll back to v${fromVersion}?`,
    text: [
      `What v${fromVersion} had becomes a new config version, for everybody at once: the ${instances(counts.reached)} that v${toVersion} has reached ${counts.reached === 1 ? "goes" : "go"} back to it${counts.rest > 0 ? `, the other ${counts.rest.toLocaleString("en")} ${keeps(counts.rest)} it` : ""}.`,
      ...held(counts),
      "Nothing is deleted, and the draft stays as it is.",
    ],
    done: `Rolled back to what v${fromVersion} had.`,
    isDanger: true,
  }),
  abandon: ({ fromVersion, toVersion }, { reached, rest }) => ({
    label: "Abandon",
    title: `Abandon the rollout of v${toVersion}?`,
    text: [
      `It ends where it is, for good: ${instances(reached)} ${keeps(reached)} v${toVersion}, and ${instances(rest)} ${keeps(rest)} v${fromVersion}, until the next publish.`,
    ],
    done: "The rollout is abandoned.",
    isDanger: true,
  }),
};
