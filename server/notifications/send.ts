import type { ChannelRow } from "../../db/queries/channels";
import { channelOldSecretPlace, channelSecretPlace, channelTargetPlace } from "../at-rest/places";
import { type KeyRing, openSecret } from "../at-rest/seal";
import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { ChannelTarget } from "../domain/notifications/channel";
import { mailOf, type Message, slackBody, webhookBody } from "../domain/notifications/message";
import { CallFailed, callOut } from "./call-out";
import { signatureFields } from "./sign";

/** What became of a try. */
export interface SendOutcome {
  ok: boolean;
  /** The HTTP status. Null: there was none. */
  status: number | null;
  /** What went wrong, in words of ours. Null: nothing. */
  fault: string | null;
  /** The beginning of what was answered, for who tries a channel out; it is kept nowhere. */
  answer: string;
}

/** So much of an answer is shown. */
const SHOWN = 300;

/** Where a channel leads. */
export const openTarget = (keys: KeyRing, { orgId, id, target }: Pick<ChannelRow, "orgId" | "id" | "target">): ChannelTarget =>
  ChannelTarget.parse(JSON.parse(openSecret(target, keys, channelTargetPlace(orgId, id))));

/** The secrets that a channel's messages are signed with: the newest, and the one before it while that is still good. */
function secretsOf({ keys, now }: Pick<Deps, "keys" | "now">, { orgId, id, secret, oldSecret, oldSecretUntil }: ChannelRow): string[] {
  const newest = secret === null ? [] : [openSecret(secret, keys, channelSecretPlace(orgId, id))];
  const isOldGood = oldSecret !== null && oldSecretUntil !== null && oldSecretUntil > now();
  return isOldGood ? [...newest, openSecret(oldSecret, keys, channelOldSecretPlace(orgId, id))] : newest;
}

const failed = (fault: string): SendOutcome => ({ ok: false, status: null, fault, answer: "" });

/** Whether a mail server has refused for good, so that another try is of no use. */
const isForGood = (error: unknown): boolean => error instanceof Error && "responseCode" in error && Number(error.responseCode) >= 500;

/**
 * Sends a mail to each address. One that is refused for good keeps it from no other, and has it sent to none again; it is told by their
 * number, since faults are kept in clear, and addresses are not.
 */
async function sendMails({ sendMail }: Pick<Deps, "sendMail">, addresses: string[], message: Message): Promise<SendOutcome> {
  if (!sendMail) return failed("No mail server is set up (SIGNALBOX_SMTP_URL).");
  const errors: unknown[] = [];
  for (const to of addresses) await sendMail({ to, ...mailOf(message) }).catch((error: unknown) => errors.push(error));
  if (errors.length === 0) return { ok: true, status: null, fault: null, answer: "" };
  const names = errorNames(errors[0]);
  if (errors.length === addresses.length) return failed(`The mail server did not take it (${names}).`);
  const fault = `The mail server did not take it for ${errors.length} of ${addresses.length} addresses (${names}).`;
  return { ...failed(fault), ok: errors.every(isForGood) };
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400
    ? `It answered ${status}, a redirect, which is not followed: give the address that it leads to.`
    : `It answered ${status}.`;
}

/** Sends a message to a channel, and tells what came of it; that a receiver is away, or refuses, is no exception. */
export async function sendMessage(deps: Deps, channel: ChannelRow, id: string, message: Message): Promise<SendOutcome> {
  const target = openTarget(deps.keys, channel);
  if (target.kind === "mail") return sendMails(deps, target.addresses, message);
  const body = target.kind === "slack" ? slackBody(message) : webhookBody(message);
  const signed = target.kind === "slack" ? {} : signatureFields(secretsOf(deps, channel), { id, at: deps.now(), body });
  const headers = { "Content-Type": "application/json", "User-Agent": "Signalbox", ...signed };
  const call = { url: target.url, headers, body, allowsPrivate: deps.env.SIGNALBOX_ALLOW_PRIVATE_TARGETS };
  try {
    const { status, text } = await (deps.callOut ?? callOut)(call);
    const fault = faultOf(status);
    return { ok: fault === null, status, fault, answer: text.slice(0, SHOWN) };
  } catch (error) {
    if (error instanceof CallFailed) return failed(error.message);
    throw error;
  }
}
