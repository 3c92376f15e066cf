import { eq } from "drizzle-orm";
import { configContents, members, runtimeInstances } from "@/db/schema/index";
import type { OrgRole } from "@/server/domain/ability";
import { createCaller } from "@/server/trpc/root";
import { anotherProcess, granted } from "./draft-world";
import { createTrpcWorld } from "./trpc-world";

/** A secret that every document of `documentOf` has. */
export const SECRET = "hunter2-key-of-ada";

/** A document with a service on that host, and a consumer with a key. */
export const documentOf = (host: string, more = ""): string =>
  `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}\n  routes:\n  - name: echo\n    paths: [/echo]\nconsumers:\n- username: ada\n  keyauth_credentials:\n  - key: ${SECRET}\n${more}`;

/** A world with the owner of `ours` at its group, and what tests of config versions do there. */
export async function createVersionsWorld() {
  const world = await createTrpcWorld();
  const { orgId, groupId, slug, user } = world.ours;
  const at = { org: slug, groupId };
  const caller = createCaller(world.contextOf(user));
  const { db } = world.deps;
  return {
    ...world,
    at,
    caller,
    /** Publishes documents on these hosts, one version each. */
    async publish(...hosts: string[]) {
      for (const host of hosts) granted(await caller.configVersions.publish({ ...at, source: documentOf(host), message: `To ${host}` }));
    },
    /** The numbers of the versions whose content is kept. */
    keptNumbers: async () => (await caller.configVersions.list(at)).filter(({ isKept }) => isKept).map(({ number }) => number),
    etagOf: async (number: number) => (await caller.configVersions.list(at)).find((each) => each.number === number)?.etag ?? "",
    countContents: async () => (await db.read.select({ etag: configContents.etag }).from(configContents)).length,
    addInstance: (id: string, told: { runningEtag?: string; rejectedEtag?: string; gatewayVersion?: string; pinnedVersion?: number; pausedVersion?: number }) =>
      db.write((tx) => tx.insert(runtimeInstances).values({ id, orgId, groupId, hostname: id, firstSeenAt: 1, ...told })),
    /** Takes the content of a version away, as damage would. */
    async lose(number: number) {
      const etag = (await caller.configVersions.list(at)).find((each) => each.number === number)?.etag ?? "";
      await db.write((tx) => tx.delete(configContents).where(eq(configContents.etag, etag)));
    },
    /** The owner in another process on the same database, which remembers nothing yet. */
    async another() {
      const other = await anotherProcess(world);
      return { ...other, caller: createCaller({ ...world.contextOf(user), deps: other.deps }) };
    },
    become: (role: OrgRole) => db.write((tx) => tx.update(members).set({ role }).where(eq(members.orgId, orgId))),
    keep: (keptVersions: number) => caller.runtimeGroups.update({ ...at, name: "default", description: "", labels: {}, pollIntervalSeconds: 15, keptVersions }),
    actions: async () => (await caller.activity.list(at)).rows.map(({ action, target }) => `${action} ${target}`),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
