import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { type AccessToken, isTokenGood, membershipOfToken, tokenName } from "../auth/bearer";
import { noteRefusedCall } from "../auth/refused";
import { isSessionGood, membershipOf } from "../auth/session";
import { type Ability, can, type GroupAbility, leastRole, type OrgAbility, type Role, roleName } from "../domain/ability";
import { scopeRefusal } from "../domain/access-token";
import type { Actor } from "../domain/audit-chain";
import { errorNames } from "../domain/error-names";
import { DomainError, type DomainErrorCode } from "../domain/errors";
import { inputWords } from "../domain/input-words";
import { missingStep, StepMissing } from "../domain/sign-in-rules";
import type { Context } from "./context";
import { wire } from "./wire";

z.config({ customError: inputWords });

const TRPC_CODE = {
  not_found: "NOT_FOUND",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
  stale: "PRECONDITION_FAILED",
  invalid: "BAD_REQUEST",
  limit: "TOO_MANY_REQUESTS",
} as const satisfies Record<DomainErrorCode, string>;

/** What the caller is told: words of ours, or of a schema. A parser's own would name our code, or repeat what was sent. */
function messageOf({ code, message, cause }: TRPCError, requestId: string | undefined): string {
  if (code === "INTERNAL_SERVER_ERROR") return `Something went wrong on our side (request ${requestId ?? "unknown"}).`;
  if (cause instanceof z.ZodError) return cause.issues[0]?.message ?? message;
  return cause === undefined || cause instanceof DomainError ? message : "The request cannot be read: its body must be JSON with the input as a map.";
}

const t = initTRPC.context<Context>().create({
  transformer: wire,
  errorFormatter({ shape, error, ctx }) {
    const cause = error.cause;
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const field = cause instanceof DomainError ? cause.field : issue?.path.join(".");
    return {
      ...shape,
      message: messageOf(error, ctx?.requestId),
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, field, requestId: ctx?.requestId },
    };
  },
});

/** Translates what a verb throws. An unknown error goes to the log by `errorNames` alone. */
const translateErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof DomainError) throw new TRPCError({ code: TRPC_CODE[cause.code], message: cause.message, cause });
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    console.error(`request ${ctx.requestId} ${path}: ${errorNames(cause)}`);
  }
  return result;
});

/** Groups procedures. */
export const router = t.router;
/** Makes callers that run procedures in this process. */
export const createCallerFactory = t.createCallerFactory;

const actorOf = ({ user, token, address, requestId }: Context & { user: NonNullable<Context["user"]> }): Actor => ({
  actor: token ? tokenName(token.name, user) : user.name,
  actorKind: token ? "token" : "user",
  actorId: token?.id ?? user.id,
  address: address ?? null,
  requestId,
});

/** A procedure of who is known: signed in, or the bearer of an access token. Nobody gets UNAUTHORIZED, before a byte of the body is read. */
export const knownProcedure = t.procedure.use(translateErrors).use(({ ctx, next }) => {
  const { user } = ctx;
  if (!user) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, user, by: actorOf({ ...ctx, user }) } });
});

/** A procedure of a signed-in person that is about no org at hand; no access token does it. The coverage test names each. */
export const userProcedure = knownProcedure.use(({ ctx, next }) => {
  if (ctx.token) throw new TRPCError({ code: "FORBIDDEN", message: "This is done signed in, and by no access token." });
  return next();
});

/** Input that every org procedure has: the slug from the path. */
const OrgInput = z.object({ org: z.string().min(1).max(64) });
/** Input that every group procedure has. */
const GroupInput = OrgInput.extend({ groupId: z.uuid() });

type Membership = Omit<NonNullable<Awaited<ReturnType<typeof membershipOf>>>, "entryRules">;
type Caller = UserContext & Pick<Context, "token">;

/** Why the caller may not, in words; undefined: it may. The one place where a role, and the scope of a token, are held against an ability. */
function refusalOf(role: Role, token: Context["token"], ability: Ability, groupId: string | null): string | undefined {
  if (!can(role, ability)) return `This needs the role ${roleName(leastRole(ability))}; yours here is ${roleName(role)}.`;
  return token && scopeRefusal(token, ability, groupId);
}

/** What the caller is in the org; null for foreign and missing alike. Throws `StepMissing` where the org asks more of a session: a token was made in one that had it. */
async function membershipFor({ deps, user, token }: Caller, slug: string, groupId: string | null): Promise<Membership | null> {
  if (token) return membershipOfToken(deps, token, user.id, slug, groupId);
  const membership = await membershipOf(deps, user.id, slug, groupId);
  const step = membership && user.strength && missingStep(membership.entryRules, membership.orgRole, user.strength);
  if (step) throw new StepMissing(step);
  return membership;
}

/** What is called, and what it asks for. */
interface Call {
  ability: Ability;
  /** Null: it is about the org. */
  groupId: string | null;
  path: string;
  type: string;
}

/** Tells the org's activity of a refusal: of what changes something, and of reads that not every member may. */
async function noteRefusal(
  { deps, user, by, org }: OrgContext,
  { ability, groupId, path, type }: Call,
  refused: { needs?: Ability; why: string },
): Promise<void> {
  if (type === "query" && can("viewer", ability)) return;
  await noteRefusedCall(deps, { org, by, ownerId: user.id, procedure: path, groupId, ...refused });
}

/** Throws UNAUTHORIZED where the token was revoked since, or the session ended. */
async function assertStillKnown({ deps, user, token }: Caller, org: OrgContext["org"]): Promise<void> {
  const isKnown = token ? await isTokenGood(deps, org, token.id) : user.sessionId === undefined || (await isSessionGood(deps, user.sessionId));
  if (!isKnown) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
}

/** The caller as a member, with all that the call asks for. Read at every call, so that a demotion or removal holds from the next one on. */
async function admit(ctx: Caller, slug: string, call: Call): Promise<OrgContext> {
  const { deps, user, by, token } = ctx;
  const { ability, groupId } = call;
  const membership = await membershipFor(ctx, slug, groupId);
  if (!membership) throw new TRPCError({ code: "NOT_FOUND", message: "No such organization." });
  const refusal = (each: Ability) => refusalOf(membership.role, token, each, groupId);
  const org = membership.orgDb;
  const assertStillMay = async () => {
    await assertStillKnown(ctx, org);
    await admit(ctx, slug, call);
  };
  const admitted: OrgContext = { deps, user, by, org, membership, refusal, assertStillMay, ...(token ? { token } : {}) };
  const message = refusal(ability);
  if (message === undefined) return admitted;
  await noteRefusal(admitted, call, { needs: ability, why: message });
  throw new TRPCError({ code: "FORBIDDEN", message });
}

/** Runs the rest of a call once its caller is admitted; what a verb then still refuses for want of a right is noted like any refusal. */
async function run<R extends { ok: boolean; error?: TRPCError }>(ctx: Caller, slug: string, call: Call, next: (ctx: OrgContext) => Promise<R>): Promise<R> {
  const admitted = await admit(ctx, slug, call);
  const result = await next(admitted);
  const cause = result.error?.cause;
  if (cause instanceof DomainError && cause.code === "forbidden") await noteRefusal(admitted, call, { why: cause.message });
  return result;
}

/**
 * A procedure about the org or about several groups of it: the caller is signed in, a member, and its role on the org carries `ability`.
 * Nobody gets UNAUTHORIZED; a foreign org and a missing one both read NOT_FOUND. What a member may not is in the org's activity.
 */
export const orgProcedure = (ability: OrgAbility) =>
  knownProcedure
    .input(OrgInput)
    .use(({ ctx, input, next, path, type }) => run(ctx, input.org, { ability, groupId: null, path, type }, (admitted) => next({ ctx: admitted })));

/** A procedure about the group `input.groupId`: as `orgProcedure`, by the role that the caller has in that group. */
export const groupProcedure = (ability: GroupAbility) =>
  knownProcedure
    .input(GroupInput)
    .use(({ ctx, input, next, path, type }) => run(ctx, input.org, { ability, groupId: input.groupId, path, type }, (admitted) => next({ ctx: admitted })));

/** What a verb needs that is about the caller alone. */
export type UserContext = Pick<OrgContext, "deps" | "user" | "by">;

/** What a verb of an org needs. `membership.role` is the caller's where it acts: in the group of a group procedure, else on the org. */
export interface OrgContext {
  deps: Context["deps"];
  user: NonNullable<Context["user"]>;
  /** Who acts, as the audit trail tells it. */
  by: Actor;
  org: Membership["orgDb"];
  membership: Membership;
  /** Why the caller may not do that too, where it acts, in words; undefined: it may. */
  refusal: (ability: Ability) => string | undefined;
  /** Throws as the call itself would if it were made now: for what waits, so that an end of the caller's right ends the wait. */
  assertStillMay: () => Promise<void>;
  /** The access token by which the caller acts. Absent: it is signed in. */
  token?: AccessToken;
}
