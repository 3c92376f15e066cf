import { expect, it } from "vitest";
import { createMembersWorld } from "@/tests/support/members-world";

const LAST = "An organization always has an Owner, and this is the last one.";

it("a change of role and a removal hold from the next call on, and each is in the activity", async () => {
  await using world = await createMembersWorld();
  const { org, ada } = world;
  const vera = await world.addPerson("Vera", "editor");
  const at = { org, groupId: world.ours.groupId };
  await expect(vera.api.drafts.discard({ ...at, revision: 0 })).resolves.toBeDefined();
  await ada.members.update({ org, userId: vera.id, role: "viewer", groupRoles: [{ groupId: at.groupId, role: "deployer" }] });
  await expect(vera.api.drafts.discard({ ...at, revision: 0 })).rejects.toThrow("This needs the role Editor; yours here is Deployer.");
  expect((await vera.api.runtimeGroups.get(at)).role).toBe("deployer");
  expect((await vera.api.runtimeGroups.list({ org })).map((group) => group.role)).toEqual(["deployer"]);
  expect((await vera.api.org.get({ org })).role).toBe("viewer");
  await ada.members.remove({ org, userId: vera.id });
  await expect(vera.api.org.get({ org })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await world.activity(3)).toEqual([
    "ours owner member.remove Vera",
    "Vera call.refused drafts.discard",
    "ours owner member.update Vera to Viewer, Deployer in default",
  ]);
});

it("roles are put whole: what is not named again is gone, and a removed member comes back with none of them", async () => {
  await using world = await createMembersWorld();
  const vera = await world.addPerson("Vera", "editor", "viewer");
  const rolesOf = async () => (await world.ada.members.list({ org: world.org })).find((each) => each.id === vera.id)?.groupRoles.map((each) => each.role);
  expect(await rolesOf()).toEqual(["viewer"]);
  await world.ada.members.update({ org: world.org, userId: vera.id, role: "editor" });
  expect(await rolesOf()).toEqual([]);
});

it("the last Owner can neither leave, be removed nor be demoted", async () => {
  await using world = await createMembersWorld();
  const { org, ada } = world;
  const userId = world.ours.user.id;
  await expect(ada.members.leave({ org })).rejects.toThrow(LAST);
  await expect(ada.members.remove({ org, userId })).rejects.toThrow(LAST);
  await expect(ada.members.update({ org, userId, role: "admin" })).rejects.toThrow(LAST);
  const grace = await world.addPerson("Grace", "admin");
  await ada.members.update({ org, userId: grace.id, role: "owner" });
  await ada.members.leave({ org });
  expect((await grace.api.members.list({ org })).map((each) => each.name)).toEqual(["Grace"]);
});

it("of two Owners that demote each other at once, or leave at once, one stays", async () => {
  await using world = await createMembersWorld();
  const { org, ada } = world;
  const grace = await world.addPerson("Grace", "owner");
  const owners = async () =>
    (await (await world.addPerson(`Reader${Math.random()}`, "viewer")).api.members.list({ org })).filter((each) => each.role === "owner");
  const demotions = await Promise.allSettled([
    ada.members.update({ org, userId: grace.id, role: "viewer" }),
    grace.api.members.update({ org, userId: world.ours.user.id, role: "viewer" }),
  ]);
  expect(demotions.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await owners()).toHaveLength(1);
  const left = (await owners())[0]?.id === grace.id ? grace.api : ada;
  const hopper = await world.addPerson("Hopper", "owner");
  const departures = await Promise.allSettled([left.members.leave({ org }), hopper.api.members.leave({ org })]);
  expect(departures.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await owners()).toHaveLength(1);
});

it("an Admin makes, changes and removes no Owner", async () => {
  await using world = await createMembersWorld();
  const { org } = world;
  const [{ api }, vera] = [await world.addPerson("Grace", "admin"), await world.addPerson("Vera", "viewer")];
  const owner = world.ours.user.id;
  const needed = "This needs the role Owner; yours here is Admin.";
  await expect(api.members.update({ org, userId: vera.id, role: "owner" })).rejects.toThrow(needed);
  await expect(api.members.update({ org, userId: owner, role: "viewer" })).rejects.toThrow(needed);
  await expect(api.members.remove({ org, userId: owner })).rejects.toThrow(needed);
  await expect(api.members.invite({ org, email: "x@example.com", role: "owner" })).rejects.toThrow(needed);
  await expect(api.members.update({ org, userId: vera.id, role: "admin" })).resolves.toBeUndefined();
});

it("who was demoted while its call waited changes nothing", async () => {
  await using world = await createMembersWorld();
  const { org, ada } = world;
  const [grace, vera] = [await world.addPerson("Grace", "admin"), await world.addPerson("Vera", "viewer")];
  const [demotion, late] = await Promise.allSettled([
    ada.members.update({ org, userId: grace.id, role: "viewer" }),
    grace.api.members.update({ org, userId: vera.id, role: "admin" }),
  ]);
  expect([demotion.status, late.status]).toEqual(["fulfilled", "rejected"]);
});

it.each(["owner", "admin"] as const)("a role on a group is refused for an %s, whom it would not restrict", async (role) => {
  await using world = await createMembersWorld();
  const vera = await world.addPerson("Vera", "viewer");
  const groupRoles = [{ groupId: world.ours.groupId, role: "viewer" as const }];
  await expect(world.ada.members.update({ org: world.org, userId: vera.id, role, groupRoles })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

it("a member of another org and a group of another org read like missing ones", async () => {
  await using world = await createMembersWorld();
  const { org, ada, theirs } = world;
  const vera = await world.addPerson("Vera", "viewer");
  await expect(ada.members.update({ org, userId: theirs.user.id, role: "viewer" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(ada.members.remove({ org, userId: theirs.user.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const groupRoles = [{ groupId: theirs.groupId, role: "editor" as const }];
  await expect(ada.members.update({ org, userId: vera.id, role: "viewer", groupRoles })).rejects.toThrow("A group that was chosen is gone");
});
