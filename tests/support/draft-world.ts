import { randomUUID } from "node:crypto";
import { openDatabase } from "@/db/client";
import { members, users } from "@/db/schema/index";
import type { Deps } from "@/server/deps";
import type { OrgRole } from "@/server/domain/ability";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

/** A world whose own org has a second member, with a caller for each: two editors of one group. */
export async function createDraftWorld({ role = "editor" as OrgRole } = {}) {
  const world = await createTrpcWorld();
  const bob = { id: randomUUID(), name: "Bob", email: "bob@example.com" };
  await world.deps.db.write(async (tx) => {
    await tx.insert(users).values({ ...bob, createdAt: 0 });
    await tx.insert(members).values({ orgId: world.ours.orgId, userId: bob.id, role, createdAt: 0 });
  });
  return {
    ...world,
    at: { org: world.ours.slug, groupId: world.ours.groupId },
    ada: createCaller(world.contextOf(world.ours.user)),
    bob: createCaller(world.contextOf(bob)),
    /** Ada in another process on the same database, which remembers nothing yet; `deps` as its host has them. */
    async another(host: Partial<Deps> = {}) {
      const other = await anotherProcess(world, host);
      return { ...other, ada: createCaller({ ...world.contextOf(world.ours.user), deps: other.deps }) };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** The dependencies of another process on the world's database, with `host` in place of its own. */
export async function anotherProcess({ deps: { db: own, ...deps } }: { deps: Deps }, host: Partial<Deps> = {}) {
  const path = await own.read.get<{ file: string }>("PRAGMA database_list");
  const db = await openDatabase(`file:${path?.file}`, undefined, (error) => {
    throw error;
  });
  return { deps: { ...deps, ...host, db }, [Symbol.asyncDispose]: async () => db.close() };
}

/** The value where the answer is one; else the test fails with what was answered. */
export function granted<Answer extends { ok: boolean }>(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer)}`);
  return answer as Extract<Answer, { ok: true }>; // safe because `ok` was just read
}
