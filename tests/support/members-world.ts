import { randomUUID } from "node:crypto";
import { memberGroupRoles, members, users } from "@/db/schema/index";
import type { GroupRole, OrgRole } from "@/server/domain/ability";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "./trpc-world";

/** A world whose own org has an Owner, Ada, and takes more people of any role. */
export async function createMembersWorld() {
  const world = await createTrpcWorld();
  const { orgId, groupId, slug } = world.ours;
  const callerOf = (person: { id: string; name: string; email: string }) => createCaller(world.contextOf(person));
  return {
    ...world,
    org: slug,
    ada: callerOf(world.ours.user),
    callerOf,
    /** A person that can sign in nowhere; a member where a role is given. */
    async addPerson(name: string, role?: OrgRole, groupRole?: GroupRole) {
      const person = { id: randomUUID() as string, name, email: `${name.toLowerCase()}@example.com` }; // safe because a UUID is a string
      await world.deps.db.write(async (tx) => {
        await tx.insert(users).values({ ...person, createdAt: 0 });
        if (role) await tx.insert(members).values({ orgId, userId: person.id, role, createdAt: 0 });
        if (groupRole) await tx.insert(memberGroupRoles).values({ orgId, groupId, userId: person.id, role: groupRole });
      });
      return { ...person, api: callerOf(person) };
    },
    /** The newest entries of the audit trail, as "who did what". */
    async activity(count: number): Promise<string[]> {
      const { rows } = await callerOf(world.ours.user).activity.list({ org: slug });
      return rows.slice(0, count).map((row) => `${row.actor} ${row.action} ${row.target}`);
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
