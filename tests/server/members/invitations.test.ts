import { expect, it, vi } from "vitest";
import { invitations, users } from "@/db/schema/index";
import { joinAs, joinAsNew, readInvitation } from "@/server/auth/invitation";
import { authenticate } from "@/server/auth/sign-in";
import { type Env, readEnv } from "@/server/env";
import { createMailer } from "@/server/mail";
import { createCaller } from "@/server/trpc/root";
import { startMailServer } from "@/tests/support/mail-server";
import { createMembersWorld } from "@/tests/support/members-world";

const DAY_MS = 24 * 3600_000;
const BAD = "This invitation is not good any more";
const ACCOUNT = { name: "Grace Hopper", password: "correct horse battery" };
const shown = (link: string, address = "192.0.2.1") => ({ token: link.split("#token=")[1] ?? "", address });

async function createInvitedWorld() {
  const world = await createMembersWorld();
  const groupRoles = [{ groupId: world.ours.groupId, role: "deployer" as const }];
  const sent = await world.ada.members.invite({ org: world.org, email: " Grace@Example.com", role: "viewer", groupRoles });
  const pending = async () => (await world.ada.members.listInvitations({ org: world.org }))[0];
  const setSsoOnly = (env: Env) =>
    createCaller({ ...world.contextOf(world.ours.user), deps: { ...world.deps, env } }).org.updateSignInRules({
      org: world.org,
      needsSecondFactor: false,
      isSsoOnly: true,
    });
  return { ...world, sent, link: sent.link, pending, setSsoOnly, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("an invited person makes an account by the link, is what was chosen, and can sign in", async () => {
  await using world = await createInvitedWorld();
  const { deps, org, link } = world;
  expect(world.sent).toMatchObject({ email: "grace@example.com", mail: "none", expiresAt: world.clock.now + 7 * DAY_MS });
  expect(await readInvitation(deps, shown(link))).toEqual({
    orgName: "ours",
    email: "grace@example.com",
    roles: "Viewer, Deployer in default",
    invitedBy: "ours owner",
    hasAccount: false,
    ways: ["password"],
  });
  expect(await joinAsNew(deps, shown(link), ACCOUNT)).toEqual({ slug: org, email: "grace@example.com" });
  const grace = await authenticate(deps, { email: "grace@example.com", password: ACCOUNT.password, address: "192.0.2.1" });
  expect((await world.callerOf(grace).runtimeGroups.get({ org, groupId: world.ours.groupId })).role).toBe("deployer");
  expect(await world.activity(2)).toEqual([
    "Grace Hopper member.join Viewer, Deployer in default",
    "ours owner member.invite grace@example.com as Viewer, Deployer in default",
  ]);
});

it("a password that is made of the name or the address is refused, and the link stays good", async () => {
  await using world = await createInvitedWorld();
  for (const password of ["grace-hopper-1", "grace.example.com"])
    await expect(joinAsNew(world.deps, shown(world.link), { ...ACCOUNT, password })).rejects.toMatchObject({ code: "invalid", field: "password" });
  await expect(joinAsNew(world.deps, shown(world.link), ACCOUNT)).resolves.toBeDefined();
});

it("of the link nothing but a hash is kept, and the list of invitations has neither", async () => {
  await using world = await createInvitedWorld();
  const { token } = shown(world.link);
  expect(token).toMatch(/^sbm_/);
  expect(world.link).toBe(`http://localhost:3000/invite#token=${token}`);
  const rows = await world.deps.db.read.select().from(invitations);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(await world.pending())).not.toMatch(new RegExp(`${token}|${rows[0]?.tokenHash}`));
});

it("wrong, used, revoked, replaced and expired links read the same, and make no account", async () => {
  await using world = await createInvitedWorld();
  const { deps, ada, org } = world;
  const isBad = async (link: string) => {
    await expect(readInvitation(deps, shown(link))).rejects.toThrow(BAD);
    await expect(joinAsNew(deps, shown(link), ACCOUNT)).rejects.toThrow(BAD);
    await expect(joinAs(deps, shown(link), { id: "x", name: "Grace", email: "grace@example.com" })).rejects.toThrow(BAD);
  };
  await isBad("/invite#token=sbm_wrong");
  await isBad("/invite");
  const invitationId = (await world.pending())?.id ?? "";
  const second = await ada.members.resendInvitation({ org, invitationId });
  await isBad(world.link);
  world.clock.now += 7 * DAY_MS;
  await isBad(second.link);
  expect(await world.pending()).toMatchObject({ email: "grace@example.com", isExpired: true });
  const third = await ada.members.resendInvitation({ org, invitationId });
  await joinAsNew(deps, shown(third.link), ACCOUNT);
  await isBad(third.link);
  const other = await ada.members.invite({ org, email: "hopper@example.com", role: "viewer" });
  await ada.members.revokeInvitation({ org, invitationId: (await world.pending())?.id ?? "" });
  await isBad(other.link);
  expect(await deps.db.read.select().from(users)).toHaveLength(3);
});

it("two uses at once make one account and one member", async () => {
  await using world = await createInvitedWorld();
  const tries = await Promise.allSettled([joinAsNew(world.deps, shown(world.link), ACCOUNT), joinAsNew(world.deps, shown(world.link), ACCOUNT)]);
  expect(tries.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await world.ada.members.list({ org: world.org })).toHaveLength(2);
});

it("an invitation is for one address: another account is told whose it is, and does not use it up", async () => {
  await using world = await createInvitedWorld();
  const [vera, grace] = [await world.addPerson("Vera"), await world.addPerson("Grace")];
  await expect(joinAs(world.deps, shown(world.link), vera)).rejects.toThrow("This invitation is for grace@example.com; you are signed in as vera@example.com.");
  expect(await readInvitation(world.deps, shown(world.link))).toMatchObject({ hasAccount: true });
  await expect(joinAsNew(world.deps, shown(world.link), ACCOUNT)).rejects.toThrow("grace@example.com has an account already");
  expect(await joinAs(world.deps, shown(world.link), grace)).toEqual({ slug: world.org });
  expect((await grace.api.org.get({ org: world.org })).role).toBe("viewer");
});

it("links are as slow to guess as passwords, and a good one costs no try", async () => {
  await using world = await createInvitedWorld();
  for (let i = 0; i < 30; i++) await readInvitation(world.deps, shown(world.link));
  for (let i = 0; i < 20; i++) await expect(readInvitation(world.deps, shown("#token=sbm_guess"))).rejects.toThrow(BAD);
  await expect(readInvitation(world.deps, shown(world.link))).rejects.toThrow("Too many tries.");
  await expect(readInvitation(world.deps, shown(world.link, "192.0.2.2"))).resolves.toBeDefined();
});

it("nobody is invited twice or as a member, and by whom an Owner is invited is an Owner", async () => {
  await using world = await createInvitedWorld();
  const { org, ada } = world;
  await expect(ada.members.invite({ org, email: "grace@example.com", role: "viewer" })).rejects.toThrow("This address is invited already");
  await expect(ada.members.invite({ org, email: world.ours.user.email, role: "viewer" })).rejects.toThrow("This person is a member already.");
  await ada.members.revokeInvitation({ org, invitationId: (await world.pending())?.id ?? "" });
  await ada.members.invite({ org, email: "owner@example.com", role: "owner" });
  const { api } = await world.addPerson("Hopper", "admin");
  const invitationId = (await world.pending())?.id ?? "";
  await expect(api.members.resendInvitation({ org, invitationId })).rejects.toThrow("This needs the role Owner");
  await expect(api.members.revokeInvitation({ org, invitationId })).rejects.toThrow("This needs the role Owner");
});

it("an invitation of another org reads like a missing one", async () => {
  await using world = await createInvitedWorld();
  const theirs = world.callerOf(world.theirs.user);
  const invitationId = (await world.pending())?.id ?? "";
  for (const verb of ["resendInvitation", "revokeInvitation"] as const)
    await expect(theirs.members[verb]({ org: "theirs", invitationId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("an organization that names domains invites people of others no more, takes earlier invitations of them for nothing, and leaves its members alone", async () => {
  await using world = await createInvitedWorld();
  const { org, ada, deps } = world;
  const grace = await world.addPerson("Old", "editor");
  const rules = { needsSecondFactor: false, isSsoOnly: false, domains: ["engines.example"] };
  await ada.org.updateSignInRules({ org, ...rules });
  const refusal = "Only people of engines.example are invited here: an Owner can add a domain at Settings, Sign-in.";
  await expect(ada.members.invite({ org, email: "hedy@example.com", role: "viewer" })).rejects.toThrow(refusal);
  await expect(ada.members.invite({ org, email: "hedy@sub.engines.example", role: "viewer" })).rejects.toThrow(refusal);
  await expect(ada.members.resendInvitation({ org, invitationId: (await world.pending())?.id ?? "" })).rejects.toThrow(refusal);
  await expect(readInvitation(deps, shown(world.link))).rejects.toThrow("takes no people of this address's domain any more");
  await expect(joinAsNew(deps, shown(world.link), ACCOUNT)).rejects.toThrow("takes no people of this address's domain any more");
  expect((await ada.members.invite({ org, email: "hedy@engines.example", role: "viewer" })).email).toBe("hedy@engines.example");
  expect((await grace.api.org.get({ org })).role).toBe("editor");
  await ada.org.updateSignInRules({ org, ...rules, domains: ["engines.example", "example.com"] });
  expect(await readInvitation(deps, shown(world.link))).toMatchObject({ email: "grace@example.com" });
});

it("somebody new is offered the providers that there are, and where single sign-on alone lets people in, nothing else, but for an Owner to be", async () => {
  await using world = await createInvitedWorld();
  const { org, ada } = world;
  const env = readEnv({ OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b", GITHUB_ID: "c", GITHUB_SECRET: "d" });
  const deps = { ...world.deps, env };
  const waysOf = async (link: string) => (await readInvitation(deps, shown(link))).ways;
  expect(await waysOf(world.link)).toEqual(["password", "github", "oidc"]);
  const owner = await ada.members.invite({ org, email: "hedy@example.com", role: "owner" });
  await world.setSsoOnly(env);
  expect(await waysOf(world.link)).toEqual(["oidc"]);
  expect(await waysOf(owner.link)).toEqual(["password", "github", "oidc"]);
});

it("a deleted group takes its roles out of invitations, which stay good", async () => {
  await using world = await createInvitedWorld();
  const { org, ada, deps } = world;
  await ada.runtimeGroups.delete({ org, groupId: world.ours.groupId, confirmName: "default" });
  expect(await readInvitation(deps, shown(world.link))).toMatchObject({ roles: "Viewer" });
  await expect(joinAsNew(deps, shown(world.link), ACCOUNT)).resolves.toBeDefined();
});

it("where mail is set up the link is mailed to the invited address", async () => {
  await using world = await createMembersWorld();
  await using server = await startMailServer();
  world.deps.sendMail = createMailer(readEnv(server.settings));
  const sent = await world.ada.members.invite({ org: world.org, email: "grace@example.com", role: "editor" });
  expect(sent.mail).toBe("sent");
  expect(server.mails.map((each) => each.to)).toEqual([["grace@example.com"]]);
  const text = server.mails[0]?.source ?? "";
  expect(text).toContain(sent.link);
  expect(text).toContain("ours owner invites you to ours on Signalbox, as Editor.");
  expect(text).toContain("From: Signalbox <signalbox@example.com>");
});

it("a mail that is refused fails no invitation: the link is there, the answer says so, the log names no secret", async () => {
  await using world = await createMembersWorld();
  await using server = await startMailServer({ isRefusing: true });
  world.deps.sendMail = createMailer(readEnv(server.settings));
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const sent = await world.ada.members.invite({ org: world.org, email: "grace@example.com", role: "editor" });
  expect(sent.mail).toBe("failed");
  expect(await readInvitation(world.deps, shown(sent.link))).toMatchObject({ email: "grace@example.com" });
  expect(logged.mock.calls.flat().join()).toMatch(/^mail of an invitation: \w+/);
  expect(logged.mock.calls.flat().join()).not.toMatch(/secret|sbm_|grace/);
  logged.mockRestore();
});

it("no mail crosses a network in clear: off this machine a server that has no TLS is given nothing, unless its URL says so", async () => {
  await using server = await startMailServer();
  const settings = (query: string) => ({ ...server.settings, SIGNALBOX_SMTP_URL: server.settings.SIGNALBOX_SMTP_URL.replace("127.0.0.1", "0.0.0.0") + query });
  const mail = { to: "grace@example.com", subject: "Hello", text: "a secret" };
  await expect(createMailer(readEnv(settings("")))?.(mail)).rejects.toMatchObject({ command: "STARTTLS" });
  expect(server.mails).toEqual([]);
  await createMailer(readEnv(settings("?requireTLS=false")))?.(mail);
  expect(server.mails).toHaveLength(1);
});

it("mail takes both settings or neither", () => {
  expect(createMailer(readEnv({}))).toBeUndefined();
  expect(() => readEnv({ SIGNALBOX_SMTP_URL: "smtp://mail.example.com" })).toThrow("Set both SIGNALBOX_SMTP_URL and SIGNALBOX_MAIL_FROM");
  expect(() => readEnv({ SIGNALBOX_SMTP_URL: "https://mail.example.com", SIGNALBOX_MAIL_FROM: "a@example.com" })).toThrow("SIGNALBOX_SMTP_URL must be a URL");
});
