import { TRPCError } from "@trpc/server";
import { notFound, redirect } from "next/navigation";
import { createContext } from "@/server/trpc/context";
import { createCaller } from "@/server/trpc/root";
import { paths } from "../paths";

/** The procedures, called in this process as the signed-in user. */
export const api = async () => createCaller(await createContext());

/** A page's read: nobody is sent to sign in, a foreign or missing thing is a 404. */
export async function load<T>(read: (caller: Awaited<ReturnType<typeof api>>) => Promise<T>): Promise<T> {
  try {
    return await read(await api());
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect(paths.login());
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
}

/** What a form is told of a refused mutation. */
export interface FormResult {
  error?: string;
  field?: string;
}

/** A form's mutation: a known refusal comes back as its words and field; anything else passes on. */
export async function attempt<T extends object>(write: (caller: Awaited<ReturnType<typeof api>>) => Promise<T>): Promise<(T & FormResult) | FormResult> {
  try {
    return await write(await api());
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    const cause: unknown = error.cause;
    const field = cause && typeof cause === "object" && "field" in cause && typeof cause.field === "string" ? cause.field : undefined;
    // safe because only zod errors carry issues
    const issues = cause && typeof cause === "object" && "issues" in cause && Array.isArray(cause.issues) ? (cause.issues as { message: string; path: PropertyKey[] }[]) : [];
    return { error: issues[0]?.message ?? error.message, field: field ?? issues[0]?.path.map(String).join(".") };
  }
}
