import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { isRenewalPath, PATH_FIELD, pagePathOf } from "@/server/domain/sign-in";
import { DomainError, isDomainError } from "@/server/domain/errors";
import { StepMissing } from "@/server/domain/sign-in-rules";
import { createContext } from "@/server/trpc/context";
import { createCaller } from "@/server/trpc/root";
import { paths } from "../paths";
import { IN_THE_WAY, REFUSED } from "./refused";
import { UnknownError, withoutCause } from "./unknown-error";

type Caller = ReturnType<typeof createCaller>;

/** One context per request, so that a page and its layouts read the session once. */
const contextOfRequest = cache(async () => createContext(await headers()));

/** A read that is refused in words for a person, the caller's role or what is stored not allowing it. */
class RefusedRead extends Error {
  /** Next hands on this property alone to the browser. */
  readonly digest: string;
  constructor(kind: typeof REFUSED | typeof IN_THE_WAY, message: string) {
    super(message);
    this.digest = `${kind}${message}`;
  }
}

/**
 * A page's read: nobody is sent to sign in, and from there back; a foreign or missing thing is a 404; what a role does not
 * allow is told with the role that does, and what is stored not, with its cure. An unknown error passes on without its
 * cause, which is in the log already and may hold what a user wrote.
 */
export async function load<T>(read: (caller: Caller) => Promise<T>): Promise<T> {
  const context = await contextOfRequest();
  try {
    return await read(createCaller(context));
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const here = await pagePath();
    if (error.code === "UNAUTHORIZED") redirect(paths.login(here));
    if (error.cause instanceof StepMissing) redirect(error.cause.step === "second factor" ? paths.setUpSecondFactor(here) : paths.signInBySso(here));
    if (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST") notFound();
    if (error.code === "FORBIDDEN") throw new RefusedRead(REFUSED, error.message);
    if (error.code === "CONFLICT") throw new RefusedRead(IN_THE_WAY, error.message);
    throw new UnknownError(context.requestId);
  }
}

const pagePath = async (): Promise<string> => pagePathOf((await headers()).get(PATH_FIELD) ?? "");

async function isRenewal(): Promise<boolean> {
  const fields = await headers();
  return fields.has("next-action") || isRenewalPath(fields.get(PATH_FIELD) ?? "");
}

/** Where to sign in again, for a page that renews itself after its session ended and can stay; undefined: somebody is signed in, or the page is opened anew. */
export async function signInOfRenewal(): Promise<string | undefined> {
  const isSignedOut = (await contextOfRequest()).user === null;
  return isSignedOut && (await isRenewal()) ? paths.login(await pagePath()) : undefined;
}

/** The same for a page that is typed into: undefined where the thing went while the page was open, so that the page can stay; opened anew, it is a 404. */
export const loadIfThere = <T>(read: (caller: Caller) => Promise<T>): Promise<T | undefined> =>
  load(async (caller) => {
    try {
      return await read(caller);
    } catch (error) {
      if (error instanceof TRPCError && error.code === "NOT_FOUND" && (await isRenewal())) return undefined;
      throw error;
    }
  });

/** The org of the path with the caller's role in it, read once per request. */
export const loadOrg = cache((org: string) => load((api) => api.org.get({ org })));

/** The group of the path, read once per request. */
export const loadGroup = cache((org: string, groupId: string) => load((api) => api.runtimeGroups.get({ org, groupId })));

/** What a form is told of a refused mutation. `isSignedOut`: signing in again in another tab mends it. */
export interface FormResult {
  error?: string;
  field?: string;
  isSignedOut?: boolean;
}

/** The work's answer, or a refusal in words: for what is about nobody who is signed in. */
export async function orRefusal<T extends object>(work: () => Promise<T>): Promise<T | FormResult> {
  try {
    return await withoutCause("action", work, isDomainError);
  } catch (error) {
    if (isDomainError(error)) return { error: error.message, field: error.field };
    throw error;
  }
}

/** A form's mutation: every refusal comes back as words and field, so that the page, and what was typed, stays. */
export async function attempt<T extends object>(write: (caller: Caller) => Promise<T>): Promise<(T & FormResult) | FormResult> {
  const context = await createContext(await headers());
  try {
    return await write(createCaller(context));
  } catch (error) {
    if (error instanceof DomainError) return { error: error.message, field: error.field };
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === "UNAUTHORIZED") return { error: "Your session has ended.", isSignedOut: true };
    if (error.code === "INTERNAL_SERVER_ERROR") return { error: `Something went wrong on our side (request ${context.requestId}).` };
    const cause: unknown = error.cause;
    const field = cause && typeof cause === "object" && "field" in cause && typeof cause.field === "string" ? cause.field : undefined;
    const issues =
      cause && typeof cause === "object" && "issues" in cause && Array.isArray(cause.issues)
        ? (cause.issues as { message: string; path: PropertyKey[] }[])
        : []; // safe because only zod's errors carry issues here
    return { error: issues[0]?.message ?? error.message, field: field ?? issues[0]?.path.map(String).join(".") };
  }
}
