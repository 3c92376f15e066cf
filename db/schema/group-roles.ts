import { foreignKey, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { GROUP_ROLES } from "../../server/domain/ability";
import { orgId } from "../columns";
import { members } from "./people";
import { runtimeGroups } from "./runtime-groups";

/** A member's role on a single group; gone with the membership and with the group. Read at every call, as `members` is. */
export const memberGroupRoles = sqliteTable(
  "member_group_roles",
  {
    orgId: orgId(),
    userId: text("user_id").notNull(),
    groupId: text("group_id").notNull(),
    role: text("role", { enum: GROUP_ROLES }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.userId, t.groupId] }),
    foreignKey({ columns: [t.orgId, t.userId], foreignColumns: [members.orgId, members.userId] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);
