import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { membershipOf } from "../auth/session";
import { type Ability, can, type GroupAbility, leastRole, type OrgAbility, roleName } from "../domain/ability";
import type { Actor } from "../domain/audit-chain";
import { errorNames } from "../domain/error-names";
import { DomainError, type DomainErrorCode } from "../domain/errors";
import { missingStep, StepMissing } from "../domain/sign-in-rules";
import type { Context } from "./context";

const TRPC_CODE = {
  not_found: "NOT_FOUND",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
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
  transformer: superjson,
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

/**
 * A procedure of a signed-in person that is about no org at hand. Nobody gets UNAUTHORIZED, before a byte of the body is
 * read. The coverage test names each.
 */
export const userProcedure = t.procedure.use(translateErrors).use(({ ctx, next }) => {
  const { user, address, requestId } = ctx;
  if (!user) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  const by: Actor = { actor: user.name, actorKind: "user", actorId: user.id, address: address ?? null, requestId };
  return next({ ctx: { ...ctx, user, by } });
});

/** Input that every org procedure has: the slug from the path. */
const OrgInput = z.object({ org: z.string().min(1).max(64) });
/** Input that every group procedure has. */
const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** The caller as a member, with all that `ability` asks. Read at every call, so that a demotion or removal holds from the next one on. */
async function admit(ctx: UserContext, slug: string, groupId: string | null, ability: Ability): Promise<OrgContext> {
  const membership = await membershipOf(ctx.deps, ctx.user.id, slug, groupId);
  if (!membership) throw new TRPCError({ code: "NOT_FOUND", message: "No such organization." });
  const step = ctx.user.strength && missingStep(membership.entryRules, membership.orgRole, ctx.user.strength);
  if (step) throw new StepMissing(step);
  if (!can(membership.role, ability)) {
    throw new TRPCError({ code: "FORBIDDEN", message: `This needs the role ${roleName(leastRole(ability))}; yours here is ${roleName(membership.role)}.` });
  }
  return { deps: ctx.deps, user: ctx.user, by: ctx.by, org: membership.orgDb, membership };
}

/**
 * A procedure about the org or about several groups of it: the caller is signed in, a member, and its role on the org carries `ability`.
 * Nobody gets UNAUTHORIZED; a foreign org and a missing one both read NOT_FOUND.
 */
export const orgProcedure = (ability: OrgAbility) =>
  userProcedure.input(OrgInput).use(async ({ ctx, input, next }) => next({ ctx: await admit(ctx, input.org, null, ability) }));

/** A procedure about the group `input.groupId`: as `orgProcedure`, by the role that the caller has in that group. */
export const groupProcedure = (ability: GroupAbility) =>
  userProcedure.input(GroupInput).use(async ({ ctx, input, next }) => next({ ctx: await admit(ctx, input.org, input.groupId, ability) }));

/** What a verb needs that is about the caller alone. */
export type UserContext = Pick<OrgContext, "deps" | "user" | "by">;

/** What a verb of an org needs. `membership.role` is the caller's where it acts: in the group of a group procedure, else on the org. */
export interface OrgContext {
  deps: Context["deps"];
  user: NonNullable<Context["user"]>;
  /** Who acts, as the audit trail tells it. */
  by: Actor;
  org: NonNullable<Awaited<ReturnType<typeof membershipOf>>>["orgDb"];
  membership: Omit<NonNullable<Awaited<ReturnType<typeof membershipOf>>>, "entryRules">;
}
