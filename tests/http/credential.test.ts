import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEntries } from "../../db/schema/index";
import { hashToken } from "../../server/auth/token-hash";
import { isWellFormedToken } from "../../server/domain/token";
import { hold } from "../support/held-poll";
import { createWorld, expectSoon, itInProcess, LONGEST_WAIT } from "../support/world";

type World = Awaited<ReturnType<typeof createWorld>>;

const statusOf = async (world: World, token: string) => (await world.request("GET", "/config", { token })).status;
const rotate = async (world: World, token: string) => {
  const answer = await world.request("POST", "/credential", { token });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { credential: string }).credential; // safe because 201 carries one, and a test that uses a missing one gets 401
};
const rotations = (world: World) =>
  world.db.read
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, world.ours.orgId), eq(auditEntries.action, "instance.rotate")));

/** An instance that was asked to change its credential. */
async function asked(world: World) {
  const instance = await world.enroll(world.ours);
  await world.change(instance.instanceId, { rotationRequestedAt: world.clock.now });
  return instance;
}

it("a new credential is given for the old one, which is good until the new one is used, and dead from then on", async () => {
  await using world = await createWorld();
  const { credential: old, instanceId } = await asked(world);
  world.clock.advance(1000);
  const next = await rotate(world, old);
  expect(isWellFormedToken(next, "sbi")).toBe(true);
  expect(await world.instance(instanceId)).toMatchObject({ credentialHash: hashToken(next), credentialIssuedAt: world.clock.justNow() });
  expect(await statusOf(world, old)).toBe(204);
  expect(await statusOf(world, next)).toBe(204);
  await expectSoon(() => statusOf(world, old), 401);
  expect(await world.instance(instanceId)).toMatchObject({ previousCredentialHash: null, rotationRequestedAt: null });
  expect(await statusOf(world, next)).toBe(204);
  expect(await rotations(world)).toMatchObject([{ actorKind: "instance", actorId: instanceId, target: "node-1", address: "192.0.2.1" }]);
});

it("where the answer is lost, asking again with the old credential gives another, the unused one dies, and the audit tells it once", async () => {
  await using world = await createWorld();
  const { credential: old } = await asked(world);
  const lost = await rotate(world, old);
  const next = await rotate(world, old);
  expect(await statusOf(world, lost)).toBe(401);
  expect(await statusOf(world, next)).toBe(204);
  await expectSoon(() => statusOf(world, old), 401);
  expect(await rotations(world)).toHaveLength(1);
});

it("text/plain is a key=value line, and the first use may be any request", async () => {
  await using world = await createWorld();
  const { credential: old } = await asked(world);
  const answer = await world.request("POST", "/credential", { token: old, headers: { Accept: "text/plain" } });
  const credential = /^credential=(sbi_[A-Za-z0-9]+)\n$/.exec(await answer.text())?.[1] ?? "";
  expect((await world.request("POST", "/reports/node", { token: credential, body: "" })).status).toBe(204);
  await expectSoon(() => statusOf(world, old), 401);
});

it("nobody gets a new credential who was not asked: not before, and not once the rotation is over", async () => {
  await using world = await createWorld();
  const { credential, instanceId } = await world.enroll(world.ours);
  expect((await world.request("POST", "/credential", { token: credential })).status).toBe(409);
  expect(await statusOf(world, credential)).toBe(204);
  await world.change(instanceId, { rotationRequestedAt: world.clock.now });
  const next = await rotate(world, credential);
  expect((await world.request("POST", "/credential", { token: next })).status).toBe(409);
  expect(await statusOf(world, next)).toBe(204);
});

it("a revocation in the middle of a rotation ends both credentials, and so does a new enrollment", async () => {
  await using world = await createWorld();
  const { credential: old, instanceId } = await asked(world);
  const next = await rotate(world, old);
  await world.change(instanceId, { credentialHash: null, previousCredentialHash: null });
  for (const token of [old, next]) await expectSoon(() => statusOf(world, token), 401);
  const again = await world.enroll(world.ours, {}, instanceId);
  await world.change(instanceId, { rotationRequestedAt: world.clock.now });
  const other = await rotate(world, again.credential);
  const last = await world.enroll(world.ours, {}, instanceId);
  for (const token of [again.credential, other]) await expectSoon(() => statusOf(world, token), 401);
  expect(await statusOf(world, last.credential)).toBe(204);
});

itInProcess("an ephemeral one that goes in the middle of a rotation is told that it is gone, whichever credential it holds", async () => {
  await using world = await createWorld();
  const { credential: old, instanceId } = await world.enroll(world.ours, { isEphemeral: true });
  await world.change(instanceId, { rotationRequestedAt: world.clock.now });
  const next = await rotate(world, old);
  expect((await world.request("POST", "/sign-off", { token: old })).status).toBe(204);
  expect([await statusOf(world, old), await statusOf(world, next)]).toEqual([410, 410]);
});

itInProcess("a first use that cannot be written fails, and both credentials stay good", async () => {
  await using world = await createWorld();
  const { credential: old } = await asked(world);
  const next = await rotate(world, old);
  world.faults.writesFail = true;
  expect([await statusOf(world, next), await statusOf(world, old)]).toEqual([500, 204]);
  world.faults.writesFail = false;
  expect([await statusOf(world, next), await statusOf(world, old)]).toEqual([204, 401]);
});

itInProcess("the polls after a rotation read no database", async () => {
  await using world = await createWorld();
  const { credential: old } = await asked(world);
  const next = await rotate(world, old);
  await statusOf(world, next);
  await statusOf(world, next);
  const { reads } = world.faults;
  expect([await statusOf(world, next), world.faults.reads]).toEqual([204, reads]);
});

it("polls tell of the rotation, with or without a document, until the new credential is used", async () => {
  await using world = await createWorld();
  const { credential: old, instanceId } = await world.enroll(world.ours);
  const fieldOf = async (token: string, held = "*") => {
    const answer = await world.request("GET", "/config", { token, headers: { "If-None-Match": held } });
    return [answer.status, answer.headers.get("credential-rotation")];
  };
  expect(await fieldOf(old)).toEqual([204, null]);
  await world.change(instanceId, { rotationRequestedAt: 7 });
  await expectSoon(() => fieldOf(old), [204, "requested"]);
  await world.publish(world.ours, {});
  await expectSoon(() => fieldOf(old, "none"), [200, "requested"]);
  expect(await fieldOf(old)).toEqual([304, "requested"]);
  const next = await rotate(world, old);
  expect(await fieldOf(next)).toEqual([304, null]);
  expect(await fieldOf(next)).toEqual([304, null]);
});

it("a waiting poll is answered by the request to rotate, be it made before or after the poll; who was told so waits on", async () => {
  await using world = await createWorld();
  const { credential, instanceId } = await world.enroll(world.ours);
  await world.publish(world.ours, {});
  const headers = { "If-None-Match": "*", Prefer: `wait=${LONGEST_WAIT}` };
  const poll = hold(world, credential, headers);
  await world.untilHeld(1);
  await world.change(instanceId, { rotationRequestedAt: 7 });
  expect((await poll.answer).headers.get("credential-rotation")).toBe("requested");
  const other = await world.enroll(world.ours);
  await world.change(other.instanceId, { rotationRequestedAt: 7 });
  expect((await hold(world, other.credential, headers).answer).headers.get("credential-rotation")).toBe("requested");
  const again = hold(world, credential, headers);
  await world.untilHeld(1);
  expect(again.state.isAnswered).toBe(false);
  await world.publish(world.ours, { services: [{ name: "a" }] });
  expect((await world.request("GET", "/config", { token: credential })).status).toBe(200);
  await world.change(instanceId, { syncRequestedAt: 7 });
  expect((await again.answer).headers.get("credential-rotation")).toBe("requested");
});
