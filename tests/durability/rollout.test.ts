import { expect, it } from "vitest";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import type { Moment } from "@/tests/support/database-doors";
import { createKillablePair } from "@/tests/support/killable-pair";

const NODES = [{ hostname: "canary", labels: "ring=canary" }, { hostname: "early", labels: "ring=early" }, { hostname: "late" }, { hostname: "later" }];

const STAGED = RolloutStrategy.parse({
  stages: [{ selector: { ring: "canary" } }, { selector: { ring: "early" } }, { percent: 100 }].map((reach) => ({ reach, gate: { readyMinutes: 0 } })),
});

/** It has taken the job, and asks which rollouts there are. */
const LOOKS: Moment = { at: ['select \\"id\\", \\"org_id\\", \\"group_id\\" from \\"rollouts\\"'], isDone: false };
const stepOf = (kind: string) => ['insert into \\"rollout_steps\\"', `"${kind}"`];
/** All of a change is written, but for the end of its transaction. */
const writes = (kind: string): Moment => ({ after: stepOf(kind), at: ["COMMIT"], isDone: false });
/** The change is made, and it has not heard so. */
const hasWritten = (kind: string): Moment => ({ after: stepOf(kind), at: ["COMMIT"], isDone: true });

const everywhere = (number: number) => ({ canary: number, early: number, late: number, later: number });

it("of two processes, one killed as it looks, as it advances and as it completes a rollout: the gate still advances, each time once", async () => {
  await using pair = await createKillablePair(NODES);
  const looked = pair.killAt(LOOKS);
  await pair.publish("v2.internal", STAGED);
  await looked;
  const advances = pair.killAt(writes("advanced"));
  await pair.revive();
  await advances;
  const completed = pair.killAt(hasWritten("completed"));
  await pair.revive();
  await completed;
  await pair.revive();
  await expect.poll(pair.runs).toEqual(everywhere(2));
  await pair.settle();
  expect(await pair.steps(2)).toEqual(["started 0 by Ada", "advanced 1 by Signalbox", "advanced 2 by Signalbox", "completed 2 by Signalbox"]);
  expect((await pair.actions()).slice(1)).toEqual([
    "configVersion.publish default v2",
    "rollout.started default v2",
    "rollout.advanced default v2",
    "rollout.advanced default v2",
    "rollout.completed default v2",
  ]);
  expect(await pair.chainBreaks()).toEqual([]);
});

it.each([
  ["before its change is there", writes],
  ["once its change is there, before it hears so", hasWritten],
])("of two processes, one killed as it halts a rollout and one as it rolls it back, %s: it is halted, told of and rolled back once", async (_, during) => {
  await using pair = await createKillablePair(NODES, (hostname, version) => hostname === "early" && version === 2);
  const halted = pair.killAt(during("halted"));
  await pair.publish("v2.internal", { ...STAGED, onHalt: "rollBack" });
  await halted;
  const rolledBack = pair.killAt(during("rolledBack"));
  await pair.revive();
  await rolledBack;
  await pair.revive();
  await expect.poll(pair.versions).toHaveLength(3);
  await expect.poll(pair.runs).toEqual(everywhere(3));
  await pair.settle();
  expect(await pair.steps(2)).toEqual(["started 0 by Ada", "advanced 1 by Signalbox", "halted 1 by Signalbox", "rolledBack 1 by Signalbox"]);
  expect((await pair.actions()).slice(3)).toEqual([
    "rollout.advanced default v2",
    "rollout.halted default v2",
    "rollout.rolledBack default v2",
    "configVersion.rollBack default v3 with what v1 had",
  ]);
  expect(await pair.halts()).toEqual([{ version: 2, reason: "1 instance rejected it" }]);
  expect(await pair.versions()).toEqual([
    { number: 3, rolledBackTo: 1 },
    { number: 2, rolledBackTo: null },
    { number: 1, rolledBackTo: null },
  ]);
  expect(await pair.chainBreaks()).toEqual([]);
});
