import { z } from "zod";
import { isCommonPassword } from "./common-passwords";

/** Words of this product and of those who run it, which anybody would try first. */
export const CONTEXT_WORDS = ["signalbox", "kong", "konnect", "gateway", "runtime", "admin", "administrator", "owner", "password", "welcome"] as const;

/** Shorter words are in many a good password by chance. */
const LEAST_WORD_LENGTH = 3;
/** What a password must have beside words of its context. */
const LEAST_REST_LENGTH = 8;

/** What else anybody would try for this person: the words of its name, address and organization. */
const wordsOf = (about: readonly string[]): string[] =>
  about.flatMap((text) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= LEAST_WORD_LENGTH),
  );

/**
 * Why nobody should have this password, in words; undefined: there is no reason. `about`: texts of whom and what it is for. Nothing is asked
 * of its characters, so that a sentence is as good as a jumble.
 */
export function passwordFault(password: string, about: readonly string[] = []): string | undefined {
  if (isCommonPassword(password)) return "This password is among those that are tried first; choose another.";
  // The longest first, so that no part of one is left.
  const words = [...CONTEXT_WORDS, ...wordsOf(about)].sort((a, b) => b.length - a.length);
  const lower = password.toLowerCase();
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), lower);
  if (rest === lower || rest.length >= LEAST_REST_LENGTH) return undefined;
  return "This password is little more than names that anybody would try; add words of your own.";
}

/** A password that somebody chooses. What it must not be made of is told by `passwordFault`, which knows for whom it is. */
export const NewPassword = z.string().min(12, "A password has at least 12 characters.").max(200, "A password has at most 200 characters.");

/** Refuses a guessable password where the form has the texts that it is about. */
export const refuseGuessable =
  <T extends { password: string }>(aboutOf: (given: T) => string[]) =>
  (given: T, context: z.RefinementCtx): void => {
    const message = passwordFault(given.password, aboutOf(given));
    if (message) context.addIssue({ code: "custom", path: ["password"], message });
  };
