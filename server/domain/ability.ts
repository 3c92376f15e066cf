/** Every role, strongest first: each may do all that those behind it may. `deployer` is a role on single groups alone. */
const LADDER = ["owner", "admin", "editor", "deployer", "viewer"] as const;
/** What a member is where it acts: on the org, or in the group at hand. */
export type Role = (typeof LADDER)[number];

/** Roles on an org, strongest first. */
export const ORG_ROLES = ["owner", "admin", "editor", "viewer"] as const satisfies readonly Role[];
/** A role on an org. */
export type OrgRole = (typeof ORG_ROLES)[number];

/** Roles on a single group, strongest first. */
export const GROUP_ROLES = ["editor", "deployer", "viewer"] as const satisfies readonly Role[];
/** A role on a single group: for an Editor or a Viewer of the org it stands, in that group, in the place of the role on the org. */
export type GroupRole = (typeof GROUP_ROLES)[number];

interface Rule {
  /** The weakest role that may. */
  least: Role;
  /** What it is, as people read it. */
  text: string;
}

/** What may be done in an org. The guard, the console's buttons, the members page and `docs/roles.md` all read this table. */
export const ORG_ABILITIES = {
  "org.read": { least: "viewer", text: "See the organization: its groups, members, orphaned instances and signing keys" },
  "audit.read": { least: "viewer", text: "See the activity" },
  "audit.export": { least: "admin", text: "Export the activity" },
  "org.write": { least: "admin", text: "Rename the organization; set its freeze windows, and for how long its activity is kept" },
  "signIn.write": { least: "owner", text: "Set how members sign in: second factor, single sign-on, roles from its provider" },
  "signingKey.write": { least: "admin", text: "Add signing keys and remove them" },
  "group.create": { least: "admin", text: "Create runtime groups" },
  "orphan.delete": { least: "admin", text: "Delete the records of instances whose group was deleted" },
  "member.write": { least: "admin", text: "Invite people; change the roles of members, sign them out and remove them, Owners left out" },
  "token.write": { least: "admin", text: "Make service accounts and their tokens; see and revoke every access token" },
  "notification.write": { least: "admin", text: "Set where people are told of events: channels, rules, and what was sent" },
  "owner.write": { least: "owner", text: "Make Owners, change their roles, sign them out and remove them" },
} as const satisfies Record<string, Rule>;

/** What may be done in a runtime group; read like `ORG_ABILITIES`. */
export const GROUP_ABILITIES = {
  "group.read": { least: "viewer", text: "See the group" },
  "instance.read": { least: "viewer", text: "See its instances" },
  "config.read": { least: "viewer", text: "See its configuration, draft and config versions, and export them with their secrets masked" },
  "config.publish": { least: "deployer", text: "Publish the draft, roll back, steer rollouts, tag config versions; pin, pause and sync instances" },
  "config.edit": { least: "editor", text: "Edit the draft: entities, imports, undo, discard, restore; publish a document of one's own" },
  "config.reveal": { least: "editor", text: "Export with secrets in clear" },
  "instance.enroll": { least: "editor", text: "Make enrollment tokens and list them" },
  "instance.write": { least: "editor", text: "Label instances, and have them change their credentials" },
  "instance.revoke": { least: "admin", text: "Revoke enrollment tokens and the credentials of instances; archive instances, and delete those" },
  "freeze.override": { least: "admin", text: "Publish and roll back in spite of a freeze, with a reason" },
  "group.write": { least: "admin", text: "Change the settings of the group, its freeze windows among them, and delete it" },
} as const satisfies Record<string, Rule>;

/** What a procedure about the org asks of its caller. */
export type OrgAbility = keyof typeof ORG_ABILITIES;
/** What a procedure about one group asks of its caller. */
export type GroupAbility = keyof typeof GROUP_ABILITIES;
/** What any procedure asks of its caller. */
export type Ability = OrgAbility | GroupAbility;

const RULES: Record<Ability, Rule> = { ...ORG_ABILITIES, ...GROUP_ABILITIES };

/** What an ability is, as people read it. */
export const abilityText = (ability: Ability): string => RULES[ability].text;

/** The weakest role that carries an ability. */
export const leastRole = (ability: Ability): Role => RULES[ability].least;

/** Whether a role is this one or a stronger one. */
export const isAtLeast = (role: Role, least: Role): boolean => LADDER.indexOf(role) <= LADDER.indexOf(least);

/** Whether a role carries an ability. */
export const can = (role: Role, ability: Ability): boolean => isAtLeast(role, leastRole(ability));

/** Whether a role on single groups counts for who has this role on the org: Owners and Admins are never restricted. */
export const takesGroupRoles = (role: OrgRole): boolean => role === "editor" || role === "viewer";

/** What a member is in a group: the role on that group, or else the one on the org. */
export const roleIn = (role: OrgRole, groupRole: GroupRole | null | undefined): Role => (groupRole && takesGroupRoles(role) ? groupRole : role);

/** A role as people read it: "Owner". */
export const roleName = (role: Role): string => `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
