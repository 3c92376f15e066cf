import { z } from "zod";
import type { OrgRole } from "./ability";
import { DomainError } from "./errors";

/** How a session began. */
export const SIGN_IN_METHODS = ["password", "github", "oidc"] as const;
/** One of them. */
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** What a session knows of the second factor: the person has none, is still to show it, or has shown it. */
export const SECOND_FACTOR_STATES = ["none", "due", "shown"] as const;
/** One of them. */
export type SecondFactorState = (typeof SECOND_FACTOR_STATES)[number];

/** Roles that a provider's word may give: Owners are made by Owners. */
export const MAPPED_ROLES = ["admin", "editor", "viewer"] as const satisfies readonly OrgRole[];
/** One of them. */
export type MappedRole = (typeof MAPPED_ROLES)[number];

/** How a session began, as far as an org asks for it. */
export interface SessionStrength {
  method: SignInMethod;
  hasShownSecondFactor: boolean;
}

/** What an org asks of its members' sessions. */
export interface EntryRules {
  needsSecondFactor: boolean;
  isSsoOnly: boolean;
}

/** What a session still lacks. */
export type MissingStep = "single sign-on" | "second factor";

const STEP_TEXTS: Record<MissingStep, string> = {
  "single sign-on": "This organization lets its members in by single sign-on alone: sign in again with it.",
  "second factor": "This organization lets its members in with a second factor alone: set one up first.",
};

/** An org refuses a session for what it lacks. */
export class StepMissing extends DomainError {
  constructor(readonly step: MissingStep) {
    super("forbidden", STEP_TEXTS[step]);
  }
}

/**
 * What this session lacks to enter the org; null: nothing. An Owner may enter without single sign-on, so that a provider that fails locks nobody
 * out for good.
 */
export function missingStep(rules: EntryRules, role: OrgRole, { method, hasShownSecondFactor }: SessionStrength): MissingStep | null {
  if (rules.isSsoOnly && method !== "oidc" && role !== "owner") return "single sign-on";
  return rules.needsSecondFactor && !hasShownSecondFactor ? "second factor" : null;
}

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, "Write domains like example.com.");

const ClaimRole = z.object({ value: z.string().trim().min(1, "Give the claim's value.").max(200), role: z.enum(MAPPED_ROLES, "Choose a role.") });

/** How members of an org sign in: the whole of it. `defaultRole` and `claimName` null: there is none. */
export const SignInRules = z
  .object({
    needsSecondFactor: z.boolean(),
    isSsoOnly: z.boolean(),
    /** Empty: any address. */
    domains: z.array(Domain).max(50, "At most 50 domains.").default([]),
    claimName: z.string().trim().min(1).max(200).nullable().default(null),
    claimRoles: z.array(ClaimRole).max(100, "At most 100 values.").default([]),
    defaultRole: z.enum(MAPPED_ROLES, "Choose a role.").nullable().default(null),
  })
  .refine(({ claimName, claimRoles }) => claimName !== null || claimRoles.length === 0, {
    path: ["claimName"],
    message: "Name the claim that has these values.",
  });
export type SignInRules = z.infer<typeof SignInRules>;

/** An org that set no rules asks for nothing and lets nobody join by itself. */
export const NO_RULES: SignInRules = { needsSecondFactor: false, isSsoOnly: false, domains: [], claimName: null, claimRoles: [], defaultRole: null };

/** Whether an address is of one of the domains; no domain is named: any is. A domain below one that is named is another one. */
export const isOfDomains = (email: string, domains: readonly string[]): boolean =>
  domains.length === 0 || domains.includes(email.slice(email.lastIndexOf("@") + 1).toLowerCase());

/** What a claim says, as texts: a claim may hold one value or a list. */
function valuesOf(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => ["string", "number", "boolean"].includes(typeof value)).map(String);
}

/** The strongest role that the provider's word gives in the org: by the claim, else by default; null: none. */
export function mappedRole({ claimName, claimRoles, defaultRole, domains }: SignInRules, email: string, claims: Readonly<Record<string, unknown>>) {
  if (!isOfDomains(email, domains)) return null;
  const values = claimName !== null && Object.hasOwn(claims, claimName) ? valuesOf(claims[claimName]) : [];
  const given = claimRoles.filter((each) => values.includes(each.value)).map((each) => each.role);
  return MAPPED_ROLES.find((role) => given.includes(role)) ?? defaultRole;
}

/**
 * Whether the provider says in the ID token that it asked for a second factor: by one of the methods (`amr`, RFC 8176) or of the classes (`acr`) that
 * count as one, with spaces in between. A token that says neither counts as none.
 */
export function tellsSecondFactor(claims: Readonly<Record<string, unknown>>, counting: { amr: string; acr: string }): boolean {
  const isAnyOf = (claim: unknown, words: string) => valuesOf(claim).some((value) => value !== "" && words.split(/\s+/).includes(value));
  return isAnyOf(claims["amr"], counting.amr) || isAnyOf(claims["acr"], counting.acr);
}
