import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { Deps } from "../deps";
import { FREE_TRIES } from "../domain/sign-in";
import { hashToken } from "./token-hash";
import { accountSubject, type Subject } from "./tries";

/*
 * Device cookies, after OWASP ("Slow Down Online Guessing Attacks with Device Cookies"). Who signed in leaves a signed cookie in the
 * browser, which names the account and a number of its own. Tries with it are counted apart from those of strangers, so that a stranger
 * who keeps guessing makes strangers wait, and not the member. The cookie is good for no more than that: it signs nobody in.
 */

/** How long a browser is known after its last sign-in. */
export const DEVICE_SECONDS = 365 * 24 * 3600;

type Signing = Pick<Deps, "authSecret" | "now">;

const macOf = ({ authSecret }: Signing, text: string): string =>
  createHmac("sha256", Buffer.from(hkdfSync("sha256", authSecret, "", "signalbox device cookie", 32)))
    .update(text)
    .digest("base64url");

/** The cookie's text for a browser in which the person of this address has just signed in. */
export function newDevice(deps: Signing, email: string): string {
  const text = [hashToken(email.toLowerCase()), randomBytes(16).toString("base64url"), deps.now() + DEVICE_SECONDS * 1000].join(".");
  return `${text}.${macOf(deps, text)}`;
}

/** The number of the browser where this person has signed in; undefined where the cookie is another's, forged, or out of date. */
function knownDevice(deps: Signing, email: string, cookie: string): string | undefined {
  const end = cookie.lastIndexOf(".");
  const text = cookie.slice(0, Math.max(end, 0));
  const [mac, right] = [Buffer.from(cookie.slice(end + 1)), Buffer.from(macOf(deps, text))];
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return undefined;
  const [account, number, until] = text.split(".");
  return account === hashToken(email.toLowerCase()) && Number(until) > deps.now() ? number : undefined;
}

/** Whoever tries for an account: the browser in which its person has signed in before, or else any stranger. */
export function trySubject(deps: Signing, email: string, cookie: string | undefined): Subject & { isKnown: boolean } {
  const device = cookie === undefined ? undefined : knownDevice(deps, email, cookie);
  const key = device && `device:${hashToken(device)}`;
  return key ? { key, freeTries: FREE_TRIES.account, isKnown: true } : { ...accountSubject(email), isKnown: false };
}
