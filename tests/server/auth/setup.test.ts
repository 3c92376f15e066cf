import { expect, it } from "vitest";
import { members, orgs, users } from "@/db/schema/index";
import { createOrg } from "@/server/auth/create-org";
import { membershipOf, membershipsOf } from "@/server/auth/session";
import { completeSetup, createSetupLink } from "@/server/auth/setup";
import { createTrpcWorld } from "@/tests/support/trpc-world";

async function createEmptyWorld() {
  const world = await createTrpcWorld();
  await world.deps.db.write(async (tx) => {
    await tx.delete(members);
    await tx.delete(orgs);
    await tx.delete(users);
  });
  const newLink = async () => (await createSetupLink(world.deps)) ?? "";
  const complete = (link: string) =>
    completeSetup(world.deps, {
      token: link.split("#token=")[1] ?? "",
      name: "Ada",
      email: "ada@example.com",
      password: "correct horse battery",
      orgName: "Analytical Engines",
    });
  return { ...world, newLink, complete, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("a set-up link makes an owner once, and is refused the second time", async () => {
  await using world = await createEmptyWorld();
  const link = await world.newLink();
  expect(await world.complete(link)).toEqual({ slug: "analytical-engines" });
  const user = await world.deps.db.read.select().from(users).get();
  expect((await membershipOf(world.deps, user?.id ?? "", "analytical-engines", null))?.role).toBe("owner");
  await expect(world.complete(link)).rejects.toMatchObject({ code: "forbidden" });
});

it("two uses at once make one user", async () => {
  await using world = await createEmptyWorld();
  const link = await world.newLink();
  const results = await Promise.allSettled([world.complete(link), world.complete(link)]);
  expect(results.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await world.deps.db.read.select().from(users)).toHaveLength(1);
});

it("a set-up link is good until one hour has passed", async () => {
  await using world = await createEmptyWorld();
  const link = await world.newLink();
  world.clock.now += 60 * 60_000;
  await expect(world.complete(link)).rejects.toMatchObject({ code: "forbidden" });
  world.clock.now -= 1;
  await expect(world.complete(link)).resolves.toBeDefined();
});

it("a new link ends the earlier one", async () => {
  await using world = await createEmptyWorld();
  const earlier = await world.newLink();
  await world.newLink();
  await expect(world.complete(earlier)).rejects.toMatchObject({ code: "forbidden" });
});

it("there is no link once there is a user", async () => {
  await using world = await createTrpcWorld();
  expect(await createSetupLink(world.deps)).toBeNull();
});

it("two orgs of one name get a slug each, and an owner sees both", async () => {
  await using world = await createTrpcWorld();
  const { user } = world.ours;
  const slugs = [];
  for (const name of ["Acme", "Acme", "ACME!"]) slugs.push((await createOrg(world.deps, user, name)).slug);
  expect(slugs).toEqual(["acme", "acme-2", "acme-3"]);
  expect((await membershipsOf(world.deps, user.id)).map((each) => [each.org.slug, each.role])).toEqual(
    expect.arrayContaining([
      ["acme", "owner"],
      ["acme-2", "owner"],
      ["acme-3", "owner"],
    ]),
  );
});
