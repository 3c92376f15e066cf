import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { type ChannelRow, deleteChannelRow, insertChannel, selectChannel, selectChannels, updateChannel } from "../../db/queries/channels";
import { hastenDeliveries, selectQueues } from "../../db/queries/deliveries";
import { channelOldSecretPlace, channelSecretPlace, channelTargetPlace } from "../at-rest/places";
import { openSecret, sealSecret } from "../at-rest/seal";
import { changedFields } from "../domain/audit-chain";
import { isLoopback } from "../domain/client-address";
import { DomainError } from "../domain/errors";
import { type ChannelChange, type ChannelTarget, type NewChannel, shownTarget } from "../domain/notifications/channel";
import type { OrgContext } from "../trpc/init";
import { testMessage } from "./message-of";
import { openTarget, sendMessage } from "./send";
import { newWebhookSecret } from "./sign";

const MOST_CHANNELS = 50;
/** So long messages are signed with the earlier secret too, after another was made. */
const CHANGE_OVER_MS = 24 * 60 * 60_000;
const BY_A_PERSON = "a person disabled it";

/** The channel, or `not_found`. */
export async function requireChannel({ org }: Pick<OrgContext, "org">, channelId: string, tx?: Executor): Promise<ChannelRow> {
  const channel = await selectChannel(org, channelId, tx);
  if (!channel) throw new DomainError("not_found", "No such channel.");
  return channel;
}

/** Throws `invalid` on `target` for what is never called, and where there is nothing to send mail by. */
function assertTarget({ deps }: OrgContext, target: ChannelTarget): void {
  if (target.kind === "mail") {
    if (!deps.sendMail) throw new DomainError("invalid", "No mail server is set up: whoever runs Signalbox sets SIGNALBOX_SMTP_URL.", "target");
    return;
  }
  const url = new URL(target.url);
  if (url.protocol !== "https:" && !(deps.env.SIGNALBOX_ALLOW_PRIVATE_TARGETS && isLoopback(url.hostname)))
    throw new DomainError("invalid", "The URL must begin with https://.", "target");
}

const auditedAs = (name: string, target: ChannelTarget) => ({ name, kind: target.kind, leadsTo: shownTarget(target) });
const sealed = ({ deps, org }: OrgContext, id: string, target: ChannelTarget) =>
  sealSecret(JSON.stringify(target), deps.keys, channelTargetPlace(org.orgId, id));

/** Where people are told: of each channel where it leads, without what may be secret of that, and what waits in its line. */
export async function listChannels({ deps, org }: OrgContext) {
  const now = deps.now();
  const [channels, queues] = await Promise.all([selectChannels(org), selectQueues(org, now)]);
  const queueOf = new Map(queues.map(({ channelId, waiting, attempts, nextTryAt, lastFault }) => [channelId, { waiting, attempts, nextTryAt, lastFault }]));
  return channels.map((channel) => {
    const { id, name, kind, disabledBecause, createdAt, createdBy } = channel;
    const oldSecretUntil = channel.oldSecretUntil !== null && channel.oldSecretUntil > now ? channel.oldSecretUntil : null;
    const queue = queueOf.get(id) ?? { waiting: 0, attempts: 0, nextTryAt: null, lastFault: null };
    return { id, name, kind, leadsTo: shownTarget(openTarget(deps.keys, channel)), disabledBecause, oldSecretUntil, createdAt, createdBy, queue };
  });
}

/** Adds a channel. The secret that its webhooks are signed with is in this answer and nowhere else. Throws `conflict` on `name`, `invalid` on `target`, `limit`. */
export async function createChannel(ctx: OrgContext, { name, target }: NewChannel): Promise<{ id: string; secret: string | null }> {
  assertTarget(ctx, target);
  const { deps, org, by } = ctx;
  const [id, at] = [randomUUID(), deps.now()];
  const secret = target.kind === "webhook" ? newWebhookSecret() : null;
  const kept = { target: sealed(ctx, id, target), secret: secret && sealSecret(secret, deps.keys, channelSecretPlace(org.orgId, id)) };
  await org.db.write(async (tx) => {
    if ((await selectChannels(org, tx)).length >= MOST_CHANNELS) throw new DomainError("limit", `There are ${MOST_CHANNELS} channels; remove one.`);
    await insertChannel(tx, org, { id, name, kind: target.kind, ...kept, createdAt: at, createdBy: by.actor });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "channel.create", target: name, after: auditedAs(name, target) });
  });
  return { id, secret };
}

/** Renames a channel, or leads it elsewhere, where what waits is tried at once; its kind stays. Throws `not_found`, `conflict` on `name`, `invalid` on `target`. */
export async function changeChannel(ctx: OrgContext, channelId: string, { name, target }: ChannelChange): Promise<void> {
  if (target) assertTarget(ctx, target);
  const { deps, org, by } = ctx;
  const at = deps.now();
  await org.db.write(async (tx) => {
    const channel = await requireChannel(ctx, channelId, tx);
    if (target && target.kind !== channel.kind) throw new DomainError("invalid", "The kind of a channel stays; make another channel.", "target");
    const before = openTarget(deps.keys, channel);
    await updateChannel(tx, org, channelId, { name, ...(target ? { target: sealed(ctx, channelId, target) } : {}) });
    if (target) await hastenDeliveries(tx, org, channelId, at);
    const changed = changedFields(auditedAs(channel.name, before), auditedAs(name, target ?? before));
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "channel.update", target: name, ...changed });
  });
}

/** Removes a channel with its rules, and what waits in its line is not sent. Throws `not_found`. */
export async function deleteChannel(ctx: OrgContext, channelId: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const channel = await requireChannel(ctx, channelId, tx);
    await deleteChannelRow(tx, org, channelId);
    const before = auditedAs(channel.name, openTarget(deps.keys, channel));
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "channel.delete", target: channel.name, before });
  });
}

/** Disables a channel, or enables it again. While it is disabled it takes no new messages, and those in its line wait, to be tried at once when it is enabled. Throws `not_found`. */
export async function setChannelEnabled(ctx: OrgContext, channelId: string, isEnabled: boolean): Promise<void> {
  const { deps, org, by } = ctx;
  const at = deps.now();
  await org.db.write(async (tx) => {
    const { name } = await requireChannel(ctx, channelId, tx);
    await updateChannel(tx, org, channelId, { disabledBecause: isEnabled ? null : BY_A_PERSON });
    if (isEnabled) await hastenDeliveries(tx, org, channelId, at);
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: isEnabled ? "channel.enable" : "channel.disable", target: name });
  });
}

/** Makes another secret, in this answer alone; the earlier one signs too for a day. Throws `not_found`, and `conflict` where nothing is signed. */
export async function rotateChannelSecret(ctx: OrgContext, channelId: string): Promise<{ secret: string; oldSecretUntil: number }> {
  const { deps, org, by } = ctx;
  const { keys } = deps;
  const secret = newWebhookSecret();
  const at = deps.now();
  const oldSecretUntil = at + CHANGE_OVER_MS;
  await org.db.write(async (tx) => {
    const channel = await requireChannel(ctx, channelId, tx);
    if (channel.secret === null) throw new DomainError("conflict", "This channel's messages are not signed.");
    const old = openSecret(channel.secret, keys, channelSecretPlace(org.orgId, channelId));
    await updateChannel(tx, org, channelId, {
      secret: sealSecret(secret, keys, channelSecretPlace(org.orgId, channelId)),
      oldSecret: sealSecret(old, keys, channelOldSecretPlace(org.orgId, channelId)),
      oldSecretUntil,
    });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "channel.rotateSecret", target: channel.name });
  });
  return { secret, oldSecretUntil };
}

/** Sends a test message now, past the channel's line, and tells what came of it; where it is taken, what waits there is tried at once. Throws `not_found`. */
export async function testChannel(ctx: OrgContext, channelId: string) {
  const { deps, org, by } = ctx;
  const channel = await requireChannel(ctx, channelId);
  const at = deps.now();
  const outcome = await sendMessage(deps, channel, `msg_${randomUUID()}`, await testMessage(deps, org));
  const after = { ok: outcome.ok, status: outcome.status };
  await org.db.write(async (tx) => {
    if (outcome.ok) await hastenDeliveries(tx, org, channelId, deps.now());
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "channel.test", target: channel.name, after });
  });
  return { ...outcome, milliseconds: deps.now() - at };
}
