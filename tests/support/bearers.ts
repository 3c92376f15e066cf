import { randomUUID } from "node:crypto";
import { members } from "@/db/schema/index";
import { newToken } from "@/server/auth/token-hash";
import type { Ability, GroupRole } from "@/server/domain/ability";
import { type AccessTokenFields, SERVICE_ROLES, type ServiceAccountFields, type TokenAbility, TOKEN_ABILITIES } from "@/server/domain/access-token";
import { createCaller } from "@/server/trpc/root";
import type { createRestWorld } from "./rest-world";
import { addStandings, groupRolesFor, isOfGroup, mayBe, type Standing, standing } from "./standings";

type Scope = Partial<Pick<AccessTokenFields, "abilities" | "groupIds">>;
type Standings = Awaited<ReturnType<typeof addStandings>>;
type World = Awaited<ReturnType<typeof createRestWorld>>;

/** Who shows which token: what that may; or that it is of another org, or good for nothing. */
export interface Bearer {
  who: string;
  token: string | null;
  may: ((ability: Ability) => boolean) | "foreign" | "dead";
}

const DAY_MS = 86_400_000;
const ABILITIES: TokenAbility[] = [...TOKEN_ABILITIES.org, ...TOKEN_ABILITIES.group];

/** A token's scope, by what its maker is promised: the abilities that were chosen, in the groups that were chosen, and no more of the org than to see it. */
function scopeHas({ abilities, groupIds }: Scope, ability: Ability, groupId: string): boolean {
  if (abilities && !abilities.some((each) => each === ability)) return false;
  return !groupIds || (isOfGroup(ability) ? groupIds.includes(groupId) : ability === "org.read");
}

/** Every kind of bearer at the group of `ours`. The clock is set on by a day, so that a token of a day has expired. */
export async function addBearers(world: World) {
  const { slug: org } = world.ours;
  const standings = await addStandings(world);
  const live = [...(await addMembers(world, standings)), ...(await addServiceAccounts(world)), ...(await addChanged(world, standings))];
  const foreign: Bearer = { who: "another org's token", token: world.tokens.theirs, may: "foreign" };
  const bearers = [...live, foreign, ...(await addDead(world, standings))];
  world.clock.now += DAY_MS;

  const known = new Map<string, Bearer>();
  const carrying = async (abilities: TokenAbility[]) => {
    const name = abilities.join();
    const token = known.get(name) ?? bearer(world, "member", standing("owner"), await world.tokenOf(org, world.ours.user, { abilities }), { abilities });
    known.set(name, token);
    return token;
  };
  return {
    bearers,
    /** The Owner's tokens that carry no more than these abilities, and all but one of them. */
    async tokensAround(needs: Ability[]): Promise<Bearer[]> {
      const scopes = [ABILITIES.filter((each) => needs.includes(each)), ...needs.map((need) => ABILITIES.filter((each) => each !== need))];
      return needs.length === 0 ? [] : Promise.all([...new Map(scopes.map((each) => [each.join(), each])).values()].map(carrying));
    },
  };
}

function bearer({ ours }: World, kind: string, stands: Standing, token: string, scope: Scope = {}): Bearer {
  const may = (ability: Ability) => mayBe(stands, ability) && scopeHas(scope, ability, ours.groupId);
  return { who: `${kind} ${JSON.stringify({ ...stands, ...scope })}`, token, may };
}

/** Members of every standing; and tokens of single groups, and of more abilities than the owner has, which give it no more. */
async function addMembers(world: World, { people, otherId, addMember }: Standings): Promise<Bearer[]> {
  const { slug: org, groupId } = world.ours;
  const scoped: [Standing, Scope][] = [
    [standing("owner"), { groupIds: [groupId] }],
    [standing("owner"), { groupIds: [otherId] }],
    [standing("owner"), { groupIds: [groupId, otherId], abilities: ["config.read", "org.read"] }],
    [standing("viewer"), { abilities: ABILITIES }],
    [standing("viewer", "deployer"), { groupIds: [groupId] }],
    [{ ...standing("viewer"), elsewhere: "editor" }, { groupIds: [otherId] }],
  ];
  const bearers: Bearer[] = [];
  for (const [stands, person] of people) bearers.push(bearer(world, "member", stands, await world.tokenOf(org, person)));
  for (const [stands, scope] of scoped) bearers.push(bearer(world, "member", stands, await world.tokenOf(org, await addMember(stands), scope), scope));
  return bearers;
}

async function addServiceAccount(world: World, fields: Omit<ServiceAccountFields, "name">) {
  const org = world.ours.slug;
  const name = randomUUID();
  const { id } = await world.caller.serviceAccounts.create({ org, name, ...fields });
  const { token } = await world.caller.serviceAccounts.createToken({ org, serviceAccountId: id, name: "ci" });
  return { id, name, token };
}

const rolesOn = (groupId: string, role: GroupRole | null) => (role ? [{ groupId, role }] : []);

async function addServiceAccounts(world: World): Promise<Bearer[]> {
  const bearers: Bearer[] = [];
  for (const role of SERVICE_ROLES)
    for (const onGroup of groupRolesFor(role)) {
      const { token } = await addServiceAccount(world, { role, groupRoles: rolesOn(world.ours.groupId, onGroup) });
      bearers.push(bearer(world, "service account", standing(role, onGroup), token));
    }
  return bearers;
}

/** Whose roles changed after the token was made. */
async function addChanged(world: World, { addMember }: Standings): Promise<Bearer[]> {
  const { slug: org, groupId } = world.ours;
  const changes = [
    [standing("owner"), standing("viewer")],
    [standing("editor"), standing("editor", "viewer")],
    [standing("viewer", "editor"), standing("viewer", "deployer")],
    [standing("viewer"), standing("admin")],
  ] as const;
  const bearers: Bearer[] = [];
  for (const [from, to] of changes) {
    const person = await addMember(from);
    const token = await world.tokenOf(org, person);
    await world.caller.members.update({ org, userId: person.id, role: to.role, groupRoles: rolesOn(groupId, to.onGroup) });
    bearers.push(bearer(world, "changed member", to, token));
  }
  const { id, name, token } = await addServiceAccount(world, { role: "admin", groupRoles: [] });
  await world.caller.serviceAccounts.update({ org, serviceAccountId: id, name, role: "viewer" });
  return [...bearers, bearer(world, "changed service account", standing("viewer"), token)];
}

/** Tokens that are good for nothing, each of which was good, or looks so. */
async function addDead(world: World, { addMember }: Standings): Promise<Bearer[]> {
  const { slug: org, orgId } = world.ours;
  const { accessTokens, members: people, serviceAccounts } = world.caller;
  const dead = (who: string, token: string | null): Bearer => ({ who, token, may: "dead" });
  const gone = async (go: (person: Awaited<ReturnType<typeof addMember>>) => Promise<unknown>) => {
    const person = await addMember(standing("admin"));
    const token = await world.tokenOf(org, person);
    await go(person);
    return { person, token };
  };
  const remove = ({ id }: { id: string }) => people.remove({ org, userId: id });
  const [removed, returned] = [await gone(remove), await gone(remove)];
  await world.deps.db.write((tx) => tx.insert(members).values({ orgId, userId: returned.person.id, role: "owner", createdAt: 0 }));
  const left = await gone((person) => createCaller(world.contextOf(person)).members.leave({ org }));
  const account = await addServiceAccount(world, { role: "admin", groupRoles: [] });
  await serviceAccounts.delete({ org, serviceAccountId: account.id });
  const revoked = await accessTokens.create({ org, name: "revoked" });
  await accessTokens.revoke({ org, tokenId: revoked.id });
  return [
    dead("nobody", null),
    dead("an unknown token", newToken("sbp")),
    dead("a revoked token", revoked.token),
    dead("a token of a day", (await accessTokens.create({ org, name: "expired", days: 1 })).token),
    dead("a token of who was removed", removed.token),
    dead("a token of who was removed and came back", returned.token),
    dead("a token of who left", left.token),
    dead("a token of a deleted service account", account.token),
  ];
}
