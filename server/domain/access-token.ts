import { z } from "zod";
import { type Ability, GROUP_ABILITIES, GROUP_ROLES, ORG_ABILITIES } from "./ability";

/** What no operation of the REST API asks for: who belongs to an org, and how members sign in, is decided by a person. */
const OF_PERSONS = ["member.write", "owner.write", "signIn.write", "audit.export"] as const satisfies readonly Ability[];
/** An ability that a token may carry. */
export type TokenAbility = Exclude<Ability, (typeof OF_PERSONS)[number]>;
const isOfTokens = (ability: string): ability is TokenAbility => !OF_PERSONS.some((each) => each === ability);
/** The abilities that a token may carry, of the org and of a group. */
export const TOKEN_ABILITIES = { org: Object.keys(ORG_ABILITIES).filter(isOfTokens), group: Object.keys(GROUP_ABILITIES).filter(isOfTokens) };
const ABILITIES = [...TOKEN_ABILITIES.org, ...TOKEN_ABILITIES.group];
/** How long a token lives unless told otherwise, in days. */
const DEFAULT_DAYS = 90;
/** The longest that an org may let its tokens live, and does unless told otherwise. */
export const LONGEST_DAYS = 365;
const DAY_MS = 86_400_000;
/** A token that ends within so many days is warned of. */
const WARNED_DAYS = 14;

/** The name by which people know a token or a service account. */
const Name = z.string().trim().min(1, "Give it a name.").max(60, "A name has at most 60 characters.");

/** What is chosen for a token. `abilities` or `groupIds` null: all that its owner has. */
export const AccessTokenFields = z.object({
  name: Name,
  abilities: z.array(z.enum(ABILITIES)).min(1, "Choose an ability at least.").max(ABILITIES.length).nullable().default(null),
  groupIds: z.array(z.uuid()).min(1, "Choose a group at least.").max(200, "At most 200 groups.").nullable().default(null),
  days: z
    .number("Give a number of days.")
    .int("Whole days only.")
    .min(1, "At least a day.")
    .max(LONGEST_DAYS, `At most ${LONGEST_DAYS} days.`)
    .default(DEFAULT_DAYS),
});
export type AccessTokenFields = z.infer<typeof AccessTokenFields>;

/** The roles that a service account may have; none owns an org. */
export const SERVICE_ROLES = ["admin", "editor", "viewer"] as const;

/** What is said of a service account. */
export const ServiceAccountFields = z.object({
  name: Name,
  role: z.enum(SERVICE_ROLES),
  groupRoles: z
    .array(z.object({ groupId: z.uuid(), role: z.enum(GROUP_ROLES) }))
    .max(200, "At most 200 groups.")
    .default([]),
});
export type ServiceAccountFields = z.infer<typeof ServiceAccountFields>;

/** What a token may be used for, beside what its owner may. */
export interface TokenScope {
  abilities: readonly Ability[] | null;
  groupIds: readonly string[] | null;
}

/** Why a token does not do what its owner might, in words; undefined: it does. A token of single groups does nothing to the org but see it. */
export function scopeRefusal({ abilities, groupIds }: TokenScope, ability: Ability, groupId: string | null): string | undefined {
  if (abilities && !abilities.includes(ability)) return `This token does not carry ${ability}.`;
  if (!groupIds) return undefined;
  if (groupId === null) return ability === "org.read" ? undefined : `A token of single groups does not carry ${ability}.`;
  return groupIds.includes(groupId) ? undefined : "This token does not reach this runtime group.";
}

interface Lifetime {
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
}

/** When a token ends: at its own time, or sooner where the org shortened how long its tokens may live. */
export const expiryOf = ({ createdAt, expiresAt }: Lifetime, longestDays: number): number => Math.min(expiresAt, createdAt + longestDays * DAY_MS);

/** What became of a token. */
export function tokenState(token: Lifetime, longestDays: number, now: number): "valid" | "expired" | "revoked" {
  if (token.revokedAt !== null) return "revoked";
  return expiryOf(token, longestDays) <= now ? "expired" : "valid";
}

/** "expires in 6 days" of a good token that ends soon; null: there is nothing to warn of. */
export function expiryWarning(expiresAt: number, now: number): string | null {
  const days = Math.floor((expiresAt - now) / DAY_MS);
  if (expiresAt <= now || days >= WARNED_DAYS) return null;
  return days === 0 ? "expires within a day" : `expires in ${days} day${days === 1 ? "" : "s"}`;
}

/** The time that is so many days after `at`. */
export const daysAfter = (at: number, days: number): number => at + days * DAY_MS;
