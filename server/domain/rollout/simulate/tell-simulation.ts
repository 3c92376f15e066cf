import { BEHAVIOURS, type Behaviour, type SimulationOptions } from "./simulation-options";
import { SIMULATED_HOURS, type Simulation } from "./simulate";

const numberText = (count: number): string => count.toLocaleString("en-US");

const countsText = (counts: Partial<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${numberText(count ?? 0)} ${name}`)
    .join(", ");

/** "1:05:30". */
function clockText(at: number): string {
  const seconds = Math.round(at / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function reachText({ stages }: SimulationOptions["strategy"], stage: number): string {
  const reach = stages[stage]?.reach;
  if (!reach) return "";
  return "percent" in reach
    ? `${reach.percent} %`
    : Object.entries(reach.selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(",");
}

function headOf({ instances, seed, strategy }: SimulationOptions, { behaviours }: Simulation): string[] {
  const stages = strategy.stages.map((_, stage) => reachText(strategy, stage)).join(", ");
  const onHalt = strategy.onHalt === "hold" ? "everything stays where it is" : "v42's content goes to all";
  const some = Object.entries(behaviours).filter(([, count]) => count > 0);
  return [
    `v43 goes out after v42 to ${numberText(instances)} simulated instances: ${stages}. ${strategy.toleratedPercent} % may fail; on a halt ${onHalt}. Seed ${seed}.`,
    // safe because the names are those of the behaviours
    ...some.map(([name, count]) => `  ${numberText(count)} ${BEHAVIOURS[name as Behaviour]}`),
  ];
}

/** What happened in a simulated day, for people: who took part, what the rollout did and when, and how everybody ended. */
export function tellSimulation(options: SimulationOptions, simulation: Simulation): string {
  const { strategy } = options;
  const { timeline, rollout, running, expected, states } = simulation;
  const stageText = (stage: number) => `stage ${stage + 1} of ${strategy.stages.length} (${reachText(strategy, stage)})`;
  const moments = timeline.map(({ at, kind, stage, detail, standings }) =>
    [clockText(at).padStart(8), kind.padEnd(10), [stageText(stage), detail, countsText(standings)].filter(Boolean).join(" - ")].join("  "),
  );
  const versions = (counts: Record<string, number>) =>
    Object.keys(counts)
      .sort()
      .map((version) => `${version} ${numberText(counts[version] ?? 0)}`)
      .join(", ");
  const ends = [
    ["running", versions(running)],
    ["expected", versions(expected)],
    ...Object.entries(states).map(([state, counts]) => [state, countsText(counts)]),
  ].map(([name, text]) => `  ${(name ?? "").padEnd(10)}  ${text}`);
  const last = `After ${SIMULATED_HOURS} hours the rollout is ${rollout.state}, in ${stageText(rollout.stage)}.`;
  return [...headOf(options, simulation), "", ...moments, "", last, ...ends].join("\n");
}
