import { randomUUID } from "node:crypto";
import { memberGroupRoles, members, runtimeGroups, users } from "@/db/schema/index";
import type { Deps } from "@/server/deps";
import { type Ability, can, GROUP_ABILITIES, GROUP_ROLES, type GroupRole, ORG_ROLES, type OrgRole, roleIn, takesGroupRoles } from "@/server/domain/ability";
import { DomainError } from "@/server/domain/errors";
import type { createTrpcWorld } from "./trpc-world";

/** Who acts, as the matrices know it: its role on the org, on the group that the inputs name, and on another one. */
export interface Standing {
  role: OrgRole;
  onGroup: GroupRole | null;
  elsewhere: GroupRole | null;
}

/** A standing that has no role on the other group. */
export const standing = (role: OrgRole, onGroup: GroupRole | null = null): Standing => ({ role, onGroup, elsewhere: null });

/** The roles on a group that are worth asking for: who cannot have any is given the weakest, which must not restrict it. */
export const groupRolesFor = (role: OrgRole): readonly (GroupRole | null)[] => (takesGroupRoles(role) ? [null, ...GROUP_ROLES] : [null, "viewer"]);

/** Every role on the org with every role on the group, and roles on the other group that must not count. */
export const STANDINGS: readonly Standing[] = [
  ...ORG_ROLES.flatMap((role) => groupRolesFor(role).map((onGroup) => standing(role, onGroup))),
  { role: "viewer", onGroup: null, elsewhere: "editor" },
  { role: "editor", onGroup: null, elsewhere: "viewer" },
  { role: "viewer", onGroup: "deployer", elsewhere: "editor" },
];

/** Whether an ability is about a single group. */
export const isOfGroup = (ability: Ability): boolean => ability in GROUP_ABILITIES;

/** What the table says. */
export const mayBe = ({ role, onGroup }: Standing, ability: Ability): boolean => can(isOfGroup(ability) ? roleIn(role, onGroup) : role, ability);

/** A member of `ours` for each standing, the other group, and what adds one more member. */
export async function addStandings({ deps, clock, ours }: Awaited<ReturnType<typeof createTrpcWorld>>) {
  const { orgId, groupId } = ours;
  const [createdAt, otherId] = [clock.now, randomUUID() as string]; // safe because a UUID is a string
  await deps.db.write((tx) => tx.insert(runtimeGroups).values({ id: otherId, orgId, name: "elsewhere", createdAt, updatedAt: createdAt }));
  const addMember = async ({ role, onGroup, elsewhere }: Standing) => {
    const id: string = randomUUID();
    const person = { id, name: id, email: `${id}@example.com` };
    await deps.db.write(async (tx) => {
      await tx.insert(users).values({ ...person, createdAt });
      await tx.insert(members).values({ orgId, userId: id, role, createdAt });
      for (const [of, groupRole] of [[groupId, onGroup] as const, [otherId, elsewhere] as const])
        if (groupRole) await tx.insert(memberGroupRoles).values({ orgId, userId: id, groupId: of, role: groupRole });
    });
    return person;
  };
  const people = new Map<Standing, Awaited<ReturnType<typeof addMember>>>();
  for (const each of STANDINGS) people.set(each, await addMember(each));
  return { people, otherId, addMember };
}

/** What a write is refused with by `withoutWrites`. */
export const NOT_WRITTEN = "Nothing is written.";

/** The same, but that every write is refused, so that who may write is told from who may not, and nothing is changed by either. */
export function withoutWrites(deps: Deps): Deps {
  const write = () => Promise.reject(new DomainError("limit", NOT_WRITTEN));
  return { ...deps, db: { ...deps.db, write } };
}
