import { z } from "zod";
import { NewPassword, refuseGuessable } from "./password-rules";

/** An email address, in lower case. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email("Give an email address like ada@example.com."));

/** What the sign-in form asks for; the email comes out in lower case. */
export const SignInInput = z.object({ email: Email, password: z.string().min(1, "Give your password.").max(200) });

/** The name of an org: any text that a person would take for one. */
export const OrgName = z.string().trim().min(1, "Give the organization a name.").max(100, "A name has at most 100 characters.");

const PersonName = z.string().trim().min(1, "Give your name.").max(100, "A name has at most 100 characters.");

/** What the set-up form asks for. `token` is the one of the link. */
export const SetupInput = z
  .object({ token: z.string().max(200), name: PersonName, email: Email, password: NewPassword, orgName: OrgName })
  .superRefine(refuseGuessable(({ name, email, orgName }) => [name, email, orgName]));
export type SetupInput = z.infer<typeof SetupInput>;

/** What a new account asks for, where its address is given. */
export const NewAccount = z.object({ name: PersonName, password: NewPassword }).superRefine(refuseGuessable(({ name }) => [name]));

/** What a person may change of its own account. */
export const AccountFields = z.object({ name: PersonName });

/** What a change of password asks for. */
export const PasswordChange = z.object({ current: z.string().min(1, "Give your password.").max(200), next: NewPassword });

/** What asks for a link to a new password. */
export const ResetWish = z.object({ email: Email });

/** The new password that a reset link sets. */
export const ResetInput = z.object({ password: NewPassword }).superRefine(refuseGuessable(() => []));

/** How long a session stays good while nobody uses it: over a night, and not over a weekend. */
export const SESSION_IDLE_MS = 24 * 60 * 60_000;

/** How long a reset link is good. */
export const RESET_MINUTES = 60;

/** The mail that carries a reset link. */
export const resetMail = (link: string) => ({
  subject: "A new password for Signalbox",
  text: [
    "Somebody asked for a new password for this address. Open this link to set one:",
    link,
    "",
    `It is good for ${RESET_MINUTES} minutes and works once. If it was not you, do nothing: your password stays as it is.`,
    "",
  ].join("\n"),
});

/** The org's part of a URL: lower-case letters, digits and dashes of its name, never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return slug || "org";
}

/** Tries that pass before each further one waits; an address may hold many people. */
export const FREE_TRIES = { account: 3, address: 20 } as const;
const LONGEST_BLOCK_MS = 15 * 60_000;

/** How long, in milliseconds, after `failures` failed tries the next one must wait: 1 s, doubling, at most 15 minutes. */
export function blockedForMs(failures: number, freeTries: number): number {
  if (failures < freeTries) return 0;
  return Math.min(LONGEST_BLOCK_MS, 1000 * 2 ** Math.min(30, failures - freeTries));
}

/** A wait in words, rounded up: `45 seconds`, `8 minutes`. */
export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [count, unit] = seconds < 60 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * A path of this console to go to after sign-in; anything that could lead elsewhere becomes `/`. A double slash is
 * refused anywhere, because a router that resolves `/.//host` may end at `//host`.
 */
export const safeNextPath = (next: string | undefined): string => (next && /^\/[\w\-/.?=&%+]*$/.test(next) && !next.includes("//") ? next : "/");

/** The field in which a host tells the console the path and query that were asked for; it takes it from no caller. Next does not tell a page. */
export const PATH_FIELD = "signalbox-path";

/** What of a path told leads back to the page: all but the mark that Next puts on its own reads. */
export const pagePathOf = (path: string): string => path.replace(/([?&])_rsc(=[^&]*)?(&|$)/, "$1").replace(/[?&]$/, "");

/** True for what Next asks of a page that is open in a browser, or leads to: no document is opened by it. */
export const isRenewalPath = (path: string): boolean => /[?&]_rsc(=|&|$)/.test(path);
