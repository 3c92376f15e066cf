import { z } from "zod";
import { wholeList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { FreezeState, FreezeWindow } from "../schemas/freeze";

const ORG = "/orgs/{org}";
const GROUP = `${ORG}/runtime-groups/{groupId}`;
const freeze = { tag: "Freeze windows" } as const;
const Id = z.object({ id: z.string() });

/** Freeze windows, of the org and of groups. */
export const FREEZE_OPERATIONS = [
  listing({
    ...freeze,
    id: "listFreezeWindows",
    path: `${ORG}/freeze-windows`,
    summary: "The freeze windows that hold for every runtime group, by name",
    procedure: "freezeWindows.list",
    output: FreezeWindow,
    list: wholeList("id"),
  }),
  operation({
    ...freeze,
    id: "createFreezeWindow",
    method: "POST",
    path: `${ORG}/freeze-windows`,
    summary: "Make a freeze window for every runtime group",
    procedure: "freezeWindows.create",
    status: 201,
    output: Id,
  }),
  silent({
    ...freeze,
    id: "updateFreezeWindow",
    method: "PUT",
    path: `${ORG}/freeze-windows/{windowId}`,
    summary: "Put these fields in the place of the window's",
    procedure: "freezeWindows.update",
  }),
  silent({
    ...freeze,
    id: "deleteFreezeWindow",
    method: "DELETE",
    path: `${ORG}/freeze-windows/{windowId}`,
    summary: "Delete a freeze window; what it froze is free at once",
    procedure: "freezeWindows.delete",
  }),
  operation({
    ...freeze,
    id: "getFreeze",
    method: "GET",
    path: `${GROUP}/freeze`,
    summary: "Whether the group is frozen now, by which window and until when, and what changes next",
    procedure: "groupFreezeWindows.getFreeze",
    output: FreezeState,
  }),
  listing({
    ...freeze,
    id: "listGroupFreezeWindows",
    path: `${GROUP}/freeze-windows`,
    summary: "The freeze windows that hold for the group: the organization's, then its own",
    procedure: "groupFreezeWindows.list",
    output: FreezeWindow,
    list: wholeList("id"),
  }),
  operation({
    ...freeze,
    id: "createGroupFreezeWindow",
    method: "POST",
    path: `${GROUP}/freeze-windows`,
    summary: "Make a freeze window for this group alone",
    procedure: "groupFreezeWindows.create",
    status: 201,
    output: Id,
  }),
  silent({
    ...freeze,
    id: "updateGroupFreezeWindow",
    method: "PUT",
    path: `${GROUP}/freeze-windows/{windowId}`,
    summary: "Put these fields in the place of the window's, which is of this group",
    procedure: "groupFreezeWindows.update",
  }),
  silent({
    ...freeze,
    id: "deleteGroupFreezeWindow",
    method: "DELETE",
    path: `${GROUP}/freeze-windows/{windowId}`,
    summary: "Delete a freeze window of this group; what it froze is free at once",
    procedure: "groupFreezeWindows.delete",
  }),
];
