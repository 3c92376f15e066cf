import { z } from "zod";
import { ChannelChange, NewChannel, RuleFields } from "../domain/notifications/channel";
import { orgProcedure, router } from "../trpc/init";
import { changeChannel, createChannel, deleteChannel, listChannels, rotateChannelSecret, setChannelEnabled, testChannel } from "./channels";
import { listDeliveries, resendDelivery } from "./deliveries";
import { changeRule, createRule, deleteRule, listRules } from "./rules";

const ChannelInput = z.object({ channelId: z.uuid() });
const RuleInput = z.object({ ruleId: z.uuid() });

/** Where people are told of events, of which, and what was sent. */
export const notificationsRouter = router({
  listChannels: orgProcedure("notification.write").query(({ ctx }) => listChannels(ctx)),
  createChannel: orgProcedure("notification.write")
    .input(NewChannel)
    .mutation(({ ctx, input }) => createChannel(ctx, input)),
  updateChannel: orgProcedure("notification.write")
    .input(ChannelInput.extend(ChannelChange.shape))
    .mutation(({ ctx, input }) => changeChannel(ctx, input.channelId, input)),
  deleteChannel: orgProcedure("notification.write")
    .input(ChannelInput)
    .mutation(({ ctx, input }) => deleteChannel(ctx, input.channelId)),
  setEnabled: orgProcedure("notification.write")
    .input(ChannelInput.extend({ isEnabled: z.boolean() }))
    .mutation(({ ctx, input }) => setChannelEnabled(ctx, input.channelId, input.isEnabled)),
  rotateSecret: orgProcedure("notification.write")
    .input(ChannelInput)
    .mutation(({ ctx, input }) => rotateChannelSecret(ctx, input.channelId)),
  test: orgProcedure("notification.write")
    .input(ChannelInput)
    .mutation(({ ctx, input }) => testChannel(ctx, input.channelId)),
  listRules: orgProcedure("notification.write").query(({ ctx }) => listRules(ctx)),
  createRule: orgProcedure("notification.write")
    .input(RuleFields)
    .mutation(({ ctx, input }) => createRule(ctx, input)),
  updateRule: orgProcedure("notification.write")
    .input(RuleInput.extend(RuleFields.shape))
    .mutation(({ ctx, input }) => changeRule(ctx, input.ruleId, input)),
  deleteRule: orgProcedure("notification.write")
    .input(RuleInput)
    .mutation(({ ctx, input }) => deleteRule(ctx, input.ruleId)),
  listDeliveries: orgProcedure("notification.write")
    .input(
      z.object({
        channelId: z.uuid().optional(),
        before: z.number().int().min(1).optional(),
        pageSize: z.number().int().min(1).max(200).default(30),
      }),
    )
    .query(({ ctx, input }) => listDeliveries(ctx, input)),
  resend: orgProcedure("notification.write")
    .input(z.object({ deliveryId: z.string().regex(/^msg_[0-9a-f-]{36}$/, "This is no message's id.") }))
    .mutation(({ ctx, input }) => resendDelivery(ctx, input.deliveryId)),
});
