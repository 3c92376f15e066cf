import { z } from "zod";
import { ROLLOUT_ACTS } from "../../domain/rollout/act";
import { ROLLOUT_STATES, ROLLOUT_STEPS } from "../../domain/rollout/rollout";
import { STANDINGS } from "../../domain/rollout/standing";
import { RolloutStrategy as Strategy } from "../../domain/rollout/strategy";
import { Time } from "./plain";

/** How a config version goes out in stages. */
export const RolloutStrategy = Strategy.meta({ id: "RolloutStrategy" });

const State = z.enum(ROLLOUT_STATES);
const Stage = z.int().describe("From 0; all before it are reached too.");
const Numbers = { fromVersion: z.int().describe("What instances keep that are not reached."), toVersion: z.int() };

/** A rollout that is in the way of a publish. */
export const RolloutInTheWay = z.object({ id: z.string(), ...Numbers, state: State, stage: Stage, stages: z.int() }).meta({ id: "RolloutInTheWay" });

const Halt = z
  .object({
    kind: z.enum(["rejected", "not ready", "vanished", "time limit"]),
    count: z.int(),
    text: z.string().describe("The same in words."),
    instanceIds: z.array(z.string()).describe("Some of them."),
  })
  .meta({ id: "RolloutHalt" });

/** A rollout as lists show it. */
export const Rollout = z
  .object({
    id: z.string(),
    ...Numbers,
    state: State,
    stage: Stage,
    stages: z.int(),
    haltReason: Halt.nullable().describe("Why it halted last; it stays after a resume."),
    startedBy: z.string(),
    startedAt: Time,
    endedAt: Time.nullable(),
    revision: z.int().describe("Grows with each change."),
  })
  .meta({ id: "Rollout" });

const Tally = z.record(z.enum(STANDINGS), z.int()).meta({ id: "StageTally" });

/** What a rollout that has not ended waits for. */
const Awaited = z
  .union([
    z.object({
      what: z.literal("instances"),
      proven: z.int(),
      needed: z.int(),
      applied: z.int().describe("So many of those that count run the new config version."),
      counting: z.int(),
      readyAt: Time.nullable().describe("When it is enough if all stay ready; null: too few run it, ready."),
      limitAt: Time.describe("When it halts otherwise."),
    }),
    z.object({ what: z.enum(["approval", "freeze", "person", "nothing"]).describe("person: it is paused or halted.") }),
  ])
  .meta({ id: "RolloutAwaited" });

const Named = { id: z.string(), hostname: z.string() };

/** A rollout with its timeline and where its instances stand. */
export const RolloutDetail = Rollout.extend({
  message: z.string().describe("Of the config version that goes out."),
  strategy: RolloutStrategy,
  isApproved: z.boolean().describe("A person has let the stage at hand go on."),
  stageStartedAt: Time,
  passedAt: Time.nullable().describe("When the gate held, but an approval or the end of a freeze was still to come."),
  pausedAt: Time.nullable(),
  haltedBy: z.array(z.object(Named)).describe("Instances of haltReason."),
  steps: z.array(z.object({ revision: z.int(), kind: z.enum(ROLLOUT_STEPS), stage: Stage, actor: z.string(), detail: z.string(), at: Time })),
  acts: z.array(z.enum(ROLLOUT_ACTS)).describe("What may be done to it now."),
  progress: z
    .object({
      stages: z.array(Tally).describe("How many instances stand where: those that the stage reaches and none before it."),
      awaited: Awaited.nullable().describe("Null: it goes on within seconds."),
      troubled: z.array(z.object({ ...Named, stage: Stage, standing: z.enum(STANDINGS) })).describe("Who stands in its way, the worst first, at most 50."),
    })
    .nullable()
    .describe("Null: it has ended."),
}).meta({ id: "RolloutDetail" });

/** Who refused what a rollout gave out. */
export const RolloutRefusals = z
  .object({
    refusals: z
      .array(
        z.object({
          ...Named,
          at: Time,
          kongStatus: z.int().nullable().describe("What its Kong answered; 0: it was refused before it reached Kong."),
          words: z.string().nullable().describe("The first fault that its Kong named. Null: none, or it refused or took something else since."),
        }),
      )
      .describe("The last 20 first."),
    total: z.int().describe("How many instances did."),
  })
  .meta({ id: "RolloutRefusals" });

/** What an act made of a rollout. */
export const RolloutActed = z
  .object({
    id: z.string(),
    state: State,
    stage: Stage,
    revision: z.int(),
    number: z.int().nullable().describe("Of a roll back: the config version that brings the one before back."),
  })
  .meta({ id: "RolloutActed" });

/** How many instances a strategy's stages would reach. */
export const RolloutPreview = z
  .object({
    strategy: RolloutStrategy.nullable().describe("Null: to all at once."),
    fromVersion: z.int().nullable().describe("What instances would have until their stage. Null: nothing is published."),
    stages: z.array(
      z.object({
        reached: z.int().describe("By this stage and none before it."),
        held: z.int().describe("Of these, pinned or paused: they stay."),
        takenBack: z.int().describe("Of these, those that go back to fromVersion until the stage, since the last rollout did not complete."),
        away: z.int().describe("Of these, not connected now."),
      }),
    ),
  })
  .meta({ id: "RolloutPreview" });

/** How publishes of a group go out unless they say otherwise. */
export const SavedStrategy = z.object({ strategy: RolloutStrategy.nullable().describe("Null: to all at once.") }).meta({ id: "SavedStrategy" });
