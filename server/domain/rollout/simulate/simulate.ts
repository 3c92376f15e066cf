import { INSTANCE_STATES, type InstanceState, instanceState } from "../../instance-state";
import type { Rollout } from "../rollout";
import type { RolloutFacts } from "../standing";
import { EventQueue } from "./event-queue";
import { between, randomUuid, seededRandom } from "./random";
import { type Expected, type Moment, POLL_INTERVAL_SECONDS, SimulatedGroup } from "./simulated-group";
import { SimulatedNode } from "./simulated-node";
import { BEHAVIOURS, type Behaviour, type SimulationOptions } from "./simulation-options";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How long is simulated. */
export const SIMULATED_HOURS = 24;
const STARTED_AT = Date.UTC(2026, 0, 1);
const DECIDES_EVERY = 30 * SECOND;
/** Publish to the last of those that wait: so long at most. */
const TOLD_WITHIN = 2 * SECOND;
const APPROVED_AFTER = 10 * MINUTE;

type SimulatedState = Exclude<keyof InstanceState, "compatibility">;
const SIMULATED_STATES = ["connection", "sync", "readiness"] as const satisfies readonly SimulatedState[];

/** A simulated day as it ended. Times count from the rollout's start. */
export interface Simulation {
  behaviours: Record<Behaviour, number>;
  timeline: Moment[];
  rollout: Pick<Rollout, "state" | "stage" | "haltReason">;
  /** How many instances run each config version, and are expected to. */
  running: Record<string, number>;
  expected: Record<string, number>;
  states: Record<SimulatedState, Record<string, number>>;
}

/** Someone who looks on: told of each config version that an instance is offered, and of the rollout as it is then. */
export type OnOffer = (facts: RolloutFacts, expected: Expected, rollout: Rollout) => void;

/** How often each text comes. */
function countOf(texts: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

function endOf(nodes: SimulatedNode[], group: SimulatedGroup, now: number): Pick<Simulation, "running" | "expected" | "states"> {
  const known = nodes.filter((node) => node.isEnrolled).map((node) => node.facts(now));
  const versionOf = ({ runningEtag }: RolloutFacts) => runningEtag?.replace("sha256-", "") ?? "none";
  const states = known.map((facts) => {
    const { etag: expectedEtag } = group.expectedOf(facts);
    const rest = { driftedAt: null, gatewayVersion: null };
    return instanceState({ ...facts, ...rest }, { expectedEtag, hold: null, pollIntervalSeconds: POLL_INTERVAL_SECONDS }, now);
  });
  const counted = SIMULATED_STATES.map((state) => {
    const counts = countOf(states.map((each) => each[state]));
    return [state, Object.fromEntries(INSTANCE_STATES[state].flatMap((value) => (counts[value] ? [[value, counts[value]]] : [])))];
  });
  return {
    running: countOf(known.map(versionOf)),
    expected: countOf(known.map((facts) => `v${group.expectedOf(facts).number}`)),
    // safe because each of the simulated states has its counts here
    states: Object.fromEntries(counted) as Simulation["states"],
  };
}

/**
 * A day of a fleet while a config version is rolled out to it, by the rules that a real one is judged by, in no real time:
 * what nodes and people do is simulated, what Signalbox does is not. The same options give the same day.
 */
export function simulate(options: SimulationOptions, onOffer: OnOffer = () => undefined): Simulation {
  const random = seededRandom(options.seed);
  const queue = new EventQueue();
  const group = new SimulatedGroup(randomUuid(random), options.strategy, STARTED_AT);
  const around = { queue, group, startedAt: STARTED_AT, onOffer: (facts: RolloutFacts, expected: Expected) => onOffer(facts, expected, group.rollout) };
  const nodes = Array.from({ length: options.instances }, (_, index) => {
    const own = seededRandom(Math.floor(random() * 2 ** 32));
    return new SimulatedNode(index, options, own, around);
  });
  const known = (now: number): RolloutFacts[] => nodes.filter((node) => node.isEnrolled).map((node) => node.facts(now));
  const tell = (now: number) => {
    for (const node of nodes) if (node.isOutOfDate) queue.add(now + between(random, 0, TOLD_WITHIN), (then) => node.hear(then));
  };
  let isAsked = false;
  const approve = (now: number) => {
    isAsked = false;
    group.approve(known(now), now);
  };
  const decide = (now: number) => {
    if (group.decide(known(now), now)) tell(now);
    if (group.awaitsApproval && !isAsked) {
      isAsked = true;
      queue.add(now + APPROVED_AFTER, approve);
    }
    if (group.rollout.state === "running") queue.add(now + DECIDES_EVERY, decide);
  };
  group.start(known(STARTED_AT), STARTED_AT);
  tell(STARTED_AT);
  queue.add(STARTED_AT + DECIDES_EVERY, decide);
  const endsAt = STARTED_AT + SIMULATED_HOURS * 60 * MINUTE;
  queue.runUntil(endsAt);

  const drawn = countOf(nodes.flatMap((node) => [...node.behaviours]));
  const { state, stage, haltReason } = group.rollout;
  return {
    // safe because each behaviour has its count here
    behaviours: Object.fromEntries(Object.keys(BEHAVIOURS).map((each) => [each, drawn[each] ?? 0])) as Simulation["behaviours"],
    timeline: group.timeline.map((moment) => ({ ...moment, at: moment.at - STARTED_AT })),
    rollout: { state, stage, haltReason },
    ...endOf(nodes, group, endsAt),
  };
}
