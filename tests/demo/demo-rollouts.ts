import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "../../app/paths";
import { actionText } from "../../server/domain/action-text";
import { isActive } from "../../server/domain/rollout/rollout";
import { RolloutStrategy } from "../../server/domain/rollout/strategy";
import { STAGED_DOCUMENTS } from "../../server/seed/sample-documents";
import type { SampleOrg } from "../../server/seed/sample-org";
import type { NodePlan } from "./demo-node";

const LOOK_MS = 250;

/** A publish that goes to the nodes of one zone first, and then to all. */
interface StagedPublish {
  group: keyof typeof STAGED_DOCUMENTS;
  zone: string;
  needsApproval?: boolean;
  onHalt?: "hold" | "rollBack";
  /** What is told before it. */
  story: string;
}

/** One that succeeds, one that halts, and one that rolls itself back; the zone of the first two stages says by which nodes. */
const STAGED: StagedPublish[] = [
  { group: "staging", zone: "fra", needsApproval: true, story: "to one node first, and to the other once a person approves" },
  { group: "edge-eu", zone: "ams", story: "to ams first, where a node lacks a plugin: it halts there, and fra never meets it" },
  { group: "edge-us", zone: "sea", onHalt: "rollBack", story: "to sea first, where a node lacks a plugin: it halts, and rolls itself back" },
];

/** Where the rollouts are played, and how. */
export interface Stage {
  url: string;
  org: SampleOrg;
  /** Of the REST API: the server alone writes. */
  token: string;
  nodes: readonly Pick<NodePlan, "group" | "labels">[];
  /** How long a person has to approve before the demo does. */
  approveAfterSeconds: number;
  say: (line: string) => void;
  stopping: AbortSignal;
}

async function post({ url, org, token }: Stage, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/api/v1/orgs/${org.slug}/runtime-groups/${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "If-Match": "*" },
    body: JSON.stringify(body),
  });
  const told = (await answer.json()) as Record<string, unknown>; // safe because the REST API answers with an object
  // Whoever was faster at the console has done what was wanted.
  if (!answer.ok && answer.status !== 409 && answer.status !== 412) throw new Error(`${path}: ${JSON.stringify(told)}`);
  return told;
}

async function begin(stage: Stage, { group, zone, needsApproval = false, onHalt = "hold" }: StagedPublish) {
  const groupId = stage.org.groupIds.get(group) ?? "";
  const gate = { readyMinutes: 0, needsApproval };
  const rollout = RolloutStrategy.parse({
    stages: [
      { reach: { selector: { zone } }, gate },
      { reach: { percent: 100 }, gate: { readyMinutes: 0 } },
    ],
    onHalt,
  });
  const { number, rolloutId } = await post(stage, `${groupId}/config-versions`, { ...STAGED_DOCUMENTS[group], rollout });
  return { groupId, rolloutId: String(rolloutId), name: `${group} v${String(number)}` };
}

/** Plays one, tells each of its steps, and settles once it has ended, or halted for good. */
async function play(stage: Stage, staged: StagedPublish): Promise<void> {
  const { org, say, stopping, approveAfterSeconds } = stage;
  const { groupId, rolloutId, name } = await begin(stage, staged);
  const page = `${stage.url}${paths.rollout(org.slug, groupId, rolloutId)}`;
  say(`\n${name}, "${STAGED_DOCUMENTS[staged.group].message}": ${staged.story}.\n  ${page}`);
  let told = 0;
  let approveAt: number | undefined;
  while (!stopping.aborted) {
    const rollout = await org.caller.rollouts.get({ org: org.slug, groupId, rolloutId });
    for (const { kind, actor, detail } of rollout.steps.slice(told)) say(`  ${actor} ${actionText(`rollout.${kind}`)} ${name}${detail && `: ${detail}`}`);
    told = rollout.steps.length;
    if (!isActive(rollout.state) || (rollout.state === "halted" && rollout.strategy.onHalt === "hold")) return;
    if (rollout.progress?.awaited?.what === "approval") {
      if (approveAt === undefined) say(`  It waits for a person: approve it on that page, or in ${approveAfterSeconds} seconds the demo does.`);
      approveAt ??= Date.now() + approveAfterSeconds * 1000;
      if (Date.now() >= approveAt) await post(stage, `${groupId}/rollouts/${rolloutId}/approve`, {});
    }
    await sleep(LOOK_MS);
  }
}

/** Plays, one after the other, the staged publishes that the fleet has the nodes for. */
export async function playRollouts(stage: Stage): Promise<void> {
  for (const staged of STAGED) {
    const isThere = stage.nodes.some(({ group, labels }) => group === staged.group && labels === `zone=${staged.zone}`);
    if (isThere && !stage.stopping.aborted) await play(stage, staged);
  }
}
