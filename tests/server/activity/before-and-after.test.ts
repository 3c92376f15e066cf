import { expect, it } from "vitest";
import { beginSession } from "@/server/auth/session";
import { hashPassword } from "@/server/auth/password";
import { updateUser } from "@/db/queries/people";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { createCaller } from "@/server/trpc/root";
import { createMembersWorld } from "@/tests/support/members-world";

const PASSWORD = "correct horse battery staple";
const BROWSER = { address: "192.0.2.1", userAgent: "" };

type World = Awaited<ReturnType<typeof createMembersWorld>>;

/** What the activity tells of an act, newest first. */
async function toldOf(world: World, action: string) {
  const { rows } = await world.ada.activity.list({ org: world.org, text: action, pageSize: 200 });
  return rows.filter((row) => row.action === action).map(({ before, after }): unknown => JSON.parse(`[${before ?? null},${after ?? null}]`));
}

it("what is changed of members, tokens and service accounts is told as it was and as it became", async () => {
  await using world = await createMembersWorld();
  const { org, ada, clock } = world;
  const groupRoles = [{ groupId: world.ours.groupId, role: "editor" as const }];
  const invited = await ada.members.invite({ org, email: "grace@example.com", role: "viewer", groupRoles });
  const roles = "Viewer, Editor in default";
  expect(await toldOf(world, "member.invite")).toEqual([[null, { roles, expiresAt: invited.expiresAt }]]);
  const invitationId = (await ada.members.listInvitations({ org }))[0]?.id ?? "";
  clock.now += 1000;
  const again = await ada.members.resendInvitation({ org, invitationId });
  expect(await toldOf(world, "member.resendInvitation")).toEqual([[{ expiresAt: invited.expiresAt }, { expiresAt: again.expiresAt }]]);
  await ada.members.revokeInvitation({ org, invitationId });
  expect(await toldOf(world, "member.revokeInvitation")).toEqual([[{ roles, expiresAt: again.expiresAt }, null]]);

  const { id } = await ada.serviceAccounts.create({ org, name: "ci", role: "viewer", groupRoles });
  await ada.serviceAccounts.update({ org, serviceAccountId: id, name: "ci", role: "editor" });
  expect(await toldOf(world, "serviceAccount.update")).toEqual([
    [
      { role: "viewer", groupRoles },
      { role: "editor", groupRoles: [] },
    ],
  ]);
  await ada.serviceAccounts.delete({ org, serviceAccountId: id });
  expect(await toldOf(world, "serviceAccount.delete")).toEqual([[{ name: "ci", role: "editor", groupRoles: [] }, null]]);

  const token = await ada.accessTokens.create({ org, name: "mine" });
  await ada.accessTokens.revoke({ org, tokenId: token.id });
  expect(await toldOf(world, "accessToken.revoke")).toEqual([[{ revokedAt: null }, { revokedAt: clock.now }]]);
  const vera = await world.addPerson("Vera", "viewer", "editor");
  await vera.api.members.leave({ org });
  expect(await toldOf(world, "member.leave")).toEqual([[{ roles }, null]]);
});

it("every change of a draft, a version, a group and an account tells what it changed, and no secret", async () => {
  await using world = await createMembersWorld();
  const { org, deps, ours } = world;
  const passwordHash = await hashPassword(PASSWORD);
  await deps.db.write((tx) => updateUser(tx, ours.user.id, { passwordHash }));
  const session = async () => (await beginSession(deps, ours.user, BROWSER, "password")).sessionId;
  const [here, other] = [await session(), await session()];
  const ada = createCaller(world.contextOf({ ...ours.user, sessionId: here }));
  const at = { org, groupId: ours.groupId };
  const text = `_format_version: "3.0"\nconsumers:\n- username: ada\n  keyauth_credentials:\n  - key: a-key-that-nobody-may-read\n`;
  await ada.drafts.saveYaml({ ...at, text, revision: 0 });
  const drafted = await ada.drafts.get(at);
  await ada.drafts.publish({ ...at, revision: drafted.revision, message: "First" });
  await ada.configVersions.setTags({ ...at, number: 1, tags: ["stable"] });
  const live = await ada.drafts.get(at);
  await ada.drafts.saveYaml({ ...at, text: text.replace("ada", "grace"), revision: live.revision });
  await ada.drafts.discard({ ...at, revision: (await ada.drafts.get(at)).revision });
  const { enrollmentToken, id } = await ada.enrollmentTokens.create({ ...at, ttlMinutes: 60, maxUses: 1, labels: {}, isEphemeral: false });
  await ada.enrollmentTokens.revoke({ ...at, tokenId: id });
  await ada.account.endSession({ sessionId: other });
  await ada.account.update({ name: "Ada" });
  await ada.account.changePassword({ current: PASSWORD, next: "another horse battery" });
  await ada.org.update({ org, name: "Renamed" });

  const { rows } = await ada.activity.list({ org, pageSize: 200 });
  const actions = rows.map((row) => row.action);
  for (const action of ["draft.change", "draft.discard", "configVersion.publish", "configVersion.tag", "enrollmentToken.revoke", "account.endSession"])
    expect(actions).toContain(action);
  expect(rows.filter(({ before, after }) => before === null && after === null).map((row) => row.action)).toEqual([]);
  expect(await toldOf(world, "configVersion.publish")).toEqual([
    [{ liveVersion: null }, { liveVersion: 1, message: "First", created: 2, changed: 0, deleted: 0 }],
  ]);
  expect(await toldOf(world, "configVersion.tag")).toEqual([[{ tags: [] }, { tags: ["stable"] }]]);
  expect(await toldOf(world, "account.update")).toEqual([[{ name: "ours owner" }, { name: "Ada" }]]);
  for (const secret of ["a-key-that-nobody-may-read", PASSWORD, "another horse battery", enrollmentToken, passwordHash, SECRET_MASK])
    expect(JSON.stringify(rows)).not.toContain(secret);
});
