import type { ChannelRow } from "../../db/queries/channels";
import { channelOldSecretPlace, channelSecretPlace, channelTargetPlace } from "../at-rest/places";
import { type KeyRing, openSecret } from "../at-rest/seal";
import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { ChannelTarget } from "../domain/notifications/channel";
import { mailOf, type Message, slackBody, webhookBody } from "../domain/notifications/message";
import { isAddressRefused } from "../mail";
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

/** One that is refused is told of and left out: it must not have the others' mail kept back, nor sent again at each try. */
async function sendMails({ sendMail }: Pick<Deps, "sendMail">, addresses: string[], message: Message): Promise<SendOutcome> {
  if (!sendMail) return failed("No mail server is set up (SIGNALBOX_SMTP_URL).");
  const refused: string[] = [];
  for (const to of addresses) {
    try {
      await sendMail({ to, ...mailOf(message) });
    } catch (error) {
      if (!isAddressRefused(error)) return failed(`The mail server did not take it (${errorNames(error)}).`);
      refused.push(to);
    }
  }
  const fault = refused.length === 0 ? null : `The mail server refused ${refused.join(", ")}.`;
  return { ok: refused.length < addresses.length, status: null, fault, answer: "" };
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400
    ? `It answered ${status}, a redirect, which is not followed: give the address that it leads to.`
    : `It answered ${status}.`;
}

/** Sends a message to a channel, and tells what came of it; that a receiver is away, or refuses, is no exception. */
export async function sendMessage(deps: Deps, channel: ChannelRow, id: string, message: Message): Promise<SendOutcome> {
  try {
    return await send(deps, channel, id, message);
  } catch (error) {
    // Where it leads cannot be read, or the like: noted as any other failure, or it would be tried each second and hold up its line without a word.
    return failed(error instanceof CallFailed ? error.message : `It could not be sent (${errorNames(error)}).`);
  }
}

async function send(deps: Deps, channel: ChannelRow, id: string, message: Message): Promise<SendOutcome> {
  const target = openTarget(deps.keys, channel);
  if (target.kind === "mail") return sendMails(deps, target.addresses, message);
  const body = target.kind === "slack" ? slackBody(message) : webhookBody(message);
  const signed = target.kind === "slack" ? {} : signatureFields(secretsOf(deps, channel), { id, at: deps.now(), body });
  const headers = { "Content-Type": "application/json", "User-Agent": "Signalbox", ...signed };
  const call = { url: target.url, headers, body, allowsPrivate: deps.env.SIGNALBOX_ALLOW_PRIVATE_TARGETS };
  const { status, text } = await (deps.callOut ?? callOut)(call);
  const fault = faultOf(status);
  return { ok: fault === null, status, fault, answer: text.slice(0, SHOWN) };
}
