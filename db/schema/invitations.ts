import { foreignKey, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { GROUP_ROLES, ORG_ROLES } from "../../server/domain/ability";
import { id, orgId, time } from "../columns";
import { orgs } from "./people";
import { runtimeGroups } from "./runtime-groups";

/** Who may join an org, and as what; one an address. Only the token's SHA-256 is kept. A row is gone once it was used or revoked. */
export const invitations = sqliteTable(
  "invitations",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    email: text("email").notNull(),
    role: text("role", { enum: ORG_ROLES }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at").notNull(),
  },
  (t) => [unique("invitations_org_email").on(t.orgId, t.email), unique("invitations_org_id").on(t.orgId, t.id)],
);

/** The roles on single groups that an invitation gives. */
export const invitationGroupRoles = sqliteTable(
  "invitation_group_roles",
  {
    orgId: orgId(),
    invitationId: text("invitation_id").notNull(),
    groupId: text("group_id").notNull(),
    role: text("role", { enum: GROUP_ROLES }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.invitationId, t.groupId] }),
    foreignKey({ columns: [t.orgId, t.invitationId], foreignColumns: [invitations.orgId, invitations.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);
