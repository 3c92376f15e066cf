/** Roles on an org, strongest first. */
const ROLES = ["owner", "admin", "editor", "viewer"] as const;
/** A role on an org. */
export type Role = (typeof ROLES)[number];

/** What each ability needs at least. The guard and the console's enabled buttons both read this table. */
const LEAST_ROLE = {
  "org.read": "viewer",
  "org.write": "admin",
  "group.read": "viewer",
  "group.write": "admin",
  "instance.read": "viewer",
  "instance.enroll": "editor",
  "instance.revoke": "admin",
  "config.read": "viewer",
  "config.edit": "editor",
  "config.publish": "editor",
  "audit.read": "viewer",
  "audit.export": "admin",
} as const satisfies Record<string, Role>;

/** What a procedure asks of its caller. */
export type Ability = keyof typeof LEAST_ROLE;

/** The weakest role that carries an ability. */
export const leastRole = (ability: Ability): Role => LEAST_ROLE[ability];

/** Whether a role carries an ability. */
export const can = (role: Role, ability: Ability): boolean => ROLES.indexOf(role) <= ROLES.indexOf(LEAST_ROLE[ability]);

/** A role as people read it: "Owner". */
export const roleName = (role: Role): string => `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
