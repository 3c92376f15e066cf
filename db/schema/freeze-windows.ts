import { isNull } from "drizzle-orm";
import { foreignKey, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { FREEZE_KINDS } from "../../server/domain/freeze/freeze-window";
import { id, orgId, time } from "../columns";
import { orgs } from "./people";
import { runtimeGroups } from "./runtime-groups";

/** When nothing may be published, or (`allow`) when alone something may: `server/domain/freeze` has the rules. `groupId` null: in every group of the org. */
export const freezeWindows = sqliteTable(
  "freeze_windows",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    groupId: text("group_id"),
    name: text("name").notNull(),
    kind: text("kind", { enum: FREEZE_KINDS }).notNull(),
    cron: text("cron").notNull(),
    lengthMinutes: integer("length_minutes").notNull(),
    timeZone: text("time_zone").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("freeze_windows_org_name").on(t.orgId, t.name).where(isNull(t.groupId)),
    uniqueIndex("freeze_windows_group_name").on(t.orgId, t.groupId, t.name),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);
