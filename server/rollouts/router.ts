import { groupProcedure, router } from "../trpc/init";
import { actOnRollout, FreezableInput, type PersonsAct, RolloutInput } from "./act";
import { getRollout } from "./get";
import { getNewestRollout, listRollouts, listRolloutsOf, RolloutListInput, RolloutsOfInput } from "./list";
import { PreviewInput, previewRollout } from "./preview";
import { getStrategy, setStrategy, StrategyInput } from "./strategy";

const act = (act: PersonsAct) =>
  groupProcedure("config.publish")
    .input(RolloutInput)
    .mutation(({ ctx, input }) => actOnRollout(ctx, input.groupId, input, act));

const freezable = (act: PersonsAct) =>
  groupProcedure("config.publish")
    .input(FreezableInput)
    .mutation(({ ctx, input }) => actOnRollout(ctx, input.groupId, input, act));

/** Rollouts of a group: list, get, preview, the acts of persons, and the group's saved strategy. */
export const rolloutsRouter = router({
  list: groupProcedure("config.read")
    .input(RolloutListInput)
    .query(({ ctx, input }) => listRollouts(ctx, input.groupId, input)),
  listOf: groupProcedure("config.read")
    .input(RolloutsOfInput)
    .query(({ ctx, input }) => listRolloutsOf(ctx, input.groupId, input)),
  getNewest: groupProcedure("config.read").query(({ ctx, input }) => getNewestRollout(ctx, input.groupId)),
  get: groupProcedure("config.read")
    .input(RolloutInput.pick({ rolloutId: true }))
    .query(({ ctx, input }) => getRollout(ctx, input.groupId, input.rolloutId)),
  preview: groupProcedure("config.read")
    .input(PreviewInput)
    .query(({ ctx, input }) => previewRollout(ctx, input.groupId, input)),
  getStrategy: groupProcedure("config.read").query(({ ctx, input }) => getStrategy(ctx, input.groupId)),
  setStrategy: groupProcedure("group.write")
    .input(StrategyInput)
    .mutation(({ ctx, input }) => setStrategy(ctx, input.groupId, input)),
  approve: act("approve"),
  pause: act("pause"),
  resume: freezable("resume"),
  promote: freezable("promote"),
  abandon: act("abandon"),
  rollBack: act("rollBack"),
});
