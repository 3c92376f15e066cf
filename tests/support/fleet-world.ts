import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { auditEntries, runtimeInstances } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "./trpc-world";

type Values = Partial<typeof runtimeInstances.$inferInsert>;

/** A world with instances that bear credentials, and what people may do to them. */
export async function createFleetWorld() {
  const world = await createTrpcWorld();
  const { deps, clock, ours } = world;
  const caller = createCaller(world.contextOf(ours.user));
  const at = { org: ours.slug, groupId: ours.groupId };
  return {
    ...world,
    caller,
    at,
    /** Adds so many instances at once, `node-0` and on, and tells their ids and credentials in that order. */
    async addInstances(count: number, values: (index: number) => Values = () => ({})) {
      const made = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), credential: newToken("sbi"), index }));
      const rows = made.map(({ id, credential, index }) => ({
        id,
        orgId: ours.orgId,
        groupId: ours.groupId,
        hostname: `node-${index}`,
        credentialHash: hashToken(credential),
        firstSeenAt: clock.now,
        lastSeenAt: clock.now,
        ...values(index),
      }));
      for (let from = 0; from < rows.length; from += 500) await deps.db.write((tx) => tx.insert(runtimeInstances).values(rows.slice(from, from + 500)));
      return made;
    },
    instance: (id: string) => deps.db.read.select().from(runtimeInstances).where(eq(runtimeInstances.id, id)).get(),
    publish: (host: string) =>
      caller.configVersions.publish({ ...at, source: `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}\n`, message: host }),
    /** The newest entries of these actions, of all where none is named. */
    entries: async (action: string) =>
      (
        await deps.db.read
          .select()
          .from(auditEntries)
          .where(and(eq(auditEntries.orgId, ours.orgId), eq(auditEntries.action, action)))
          .orderBy(desc(auditEntries.seq))
      ).map(({ target, actorKind, before, after }) => ({
        target,
        actorKind,
        before: before === null ? null : (JSON.parse(before) as unknown),
        after: after === null ? null : (JSON.parse(after) as unknown),
      })),
    poll: (credential: string, headers: Record<string, string> = {}) =>
      deps.runtimeApi.handle(new Request("http://s/api/runtime/v1/config", { headers: { Authorization: `Bearer ${credential}`, ...headers } }), {
        address: "::1",
      }),
  };
}
