import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { accessTokens, members, runtimeInstances } from "@/db/schema/index";
import { beginSession, endSession } from "@/server/auth/session";
import { hashToken } from "@/server/auth/token-hash";
import { createCaller } from "@/server/trpc/root";
import { createRestWorld } from "@/tests/support/rest-world";

/** A version is live that one connected instance never takes, so that a wait of a minute would last a minute. */
async function createWaitingWorld() {
  const world = await createRestWorld();
  await world.publish("echo.internal");
  const id = randomUUID();
  await world.addInstance(id, {});
  const { read, write } = world.deps.db;
  await write((tx) => tx.update(runtimeInstances).set({ credentialHash: id, lastSeenAt: world.clock.now }).where(eq(runtimeInstances.id, id)));
  const vera = { id: randomUUID() as string, name: "Vera", email: "vera@example.com" }; // safe because a UUID is a string
  await write(async (tx) => {
    await insertUser(tx, { ...vera, createdAt: 0 });
    await tx.insert(members).values({ orgId: world.ours.orgId, userId: vera.id, role: "viewer", createdAt: 0 });
  });
  return {
    ...world,
    vera,
    /** Lets the token in to wait, and gives its answer's status, which comes once it is over. */
    async wait(token: string) {
      const status = world.ask("GET", `${world.group}/config-versions/1/wait?timeout=60`, { token }).then((answer) => answer.status);
      const ofToken = eq(accessTokens.tokenHash, hashToken(token));
      const used = () => read.select().from(accessTokens).where(ofToken).get();
      await expect.poll(async () => (await used())?.lastUsedAt ?? null).not.toBeNull();
      return { status };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("a wait ends at once when its token is revoked", async () => {
  await using world = await createWaitingWorld();
  const token = await world.tokenOf("ours", world.vera);
  const { status } = await world.wait(token);
  const [made] = await createCaller(world.contextOf(world.vera)).accessTokens.list({ org: "ours" });
  await world.caller.accessTokens.revoke({ org: "ours", tokenId: made?.id ?? "" });
  expect(await status).toBe(401);
});

it("a wait ends at once when its member is removed", async () => {
  await using world = await createWaitingWorld();
  const { status } = await world.wait(await world.tokenOf("ours", world.vera));
  await world.caller.members.remove({ org: "ours", userId: world.vera.id });
  expect(await status).toBe(401);
});

it("a wait ends at once when its service account is deleted", async () => {
  await using world = await createWaitingWorld();
  const { id } = await world.caller.serviceAccounts.create({ org: "ours", name: "ci", role: "viewer" });
  const { token } = await world.caller.serviceAccounts.createToken({ org: "ours", serviceAccountId: id, name: "ci" });
  const { status } = await world.wait(token);
  await world.caller.serviceAccounts.delete({ org: "ours", serviceAccountId: id });
  expect(await status).toBe(401);
});

it("a wait of who is signed in ends at once when the session does, or the membership", async () => {
  await using world = await createWaitingWorld();
  const { deps, vera, ours } = world;
  const begin = async () => (await beginSession(deps, vera, { address: "192.0.2.1", userAgent: "" }, "password")).sessionId;
  const wait = (sessionId: string) =>
    createCaller(world.contextOf({ ...vera, sessionId }))
      .instances.waitUntilApplied({ org: "ours", groupId: ours.groupId, number: 1, timeout: 60 })
      .then(
        () => "waited",
        (error: { code?: string }) => error.code,
      );
  const [ended, other] = [await begin(), await begin()];
  const [first, second] = [wait(ended), wait(other)];
  await endSession(deps, vera.id, ended);
  expect(await first).toBe("UNAUTHORIZED");
  await world.caller.members.remove({ org: "ours", userId: vera.id });
  expect(await second).toBe("NOT_FOUND");
});
