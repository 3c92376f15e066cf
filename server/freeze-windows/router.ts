import { z } from "zod";
import { FreezeWindowFields } from "../domain/freeze/freeze-window";
import { groupProcedure, orgProcedure, router } from "../trpc/init";
import { getFreeze, listFreezeWindows, listGroupFreezeWindows } from "./list";
import { createFreezeWindow, deleteFreezeWindow, updateFreezeWindow } from "./write";

const WindowInput = z.object({ windowId: z.uuid() });

/** Freeze windows that hold for every group of the org. */
export const freezeWindowsRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => listFreezeWindows(ctx)),
  create: orgProcedure("org.write")
    .input(FreezeWindowFields)
    .mutation(({ ctx, input: { name, kind, cron, lengthMinutes, timeZone } }) => createFreezeWindow(ctx, null, { name, kind, cron, lengthMinutes, timeZone })),
  update: orgProcedure("org.write")
    .input(WindowInput.extend(FreezeWindowFields.shape))
    .mutation(({ ctx, input: { windowId, name, kind, cron, lengthMinutes, timeZone } }) =>
      updateFreezeWindow(ctx, null, windowId, { name, kind, cron, lengthMinutes, timeZone }),
    ),
  delete: orgProcedure("org.write")
    .input(WindowInput)
    .mutation(({ ctx, input }) => deleteFreezeWindow(ctx, null, input.windowId)),
});

/** Freeze windows that hold for one group, and the freeze that all of them make. */
export const groupFreezeWindowsRouter = router({
  getFreeze: groupProcedure("group.read").query(({ ctx, input }) => getFreeze(ctx, input.groupId)),
  list: groupProcedure("group.read").query(({ ctx, input }) => listGroupFreezeWindows(ctx, input.groupId)),
  create: groupProcedure("group.write")
    .input(FreezeWindowFields)
    .mutation(({ ctx, input: { groupId, name, kind, cron, lengthMinutes, timeZone } }) =>
      createFreezeWindow(ctx, groupId, { name, kind, cron, lengthMinutes, timeZone }),
    ),
  update: groupProcedure("group.write")
    .input(WindowInput.extend(FreezeWindowFields.shape))
    .mutation(({ ctx, input: { groupId, windowId, name, kind, cron, lengthMinutes, timeZone } }) =>
      updateFreezeWindow(ctx, groupId, windowId, { name, kind, cron, lengthMinutes, timeZone }),
    ),
  delete: groupProcedure("group.write")
    .input(WindowInput)
    .mutation(({ ctx, input }) => deleteFreezeWindow(ctx, input.groupId, input.windowId)),
});
