import { runDueJobs } from "../../server/background/run-due-jobs";
import { JOBS } from "../../server/background/jobs";
import type { Mail } from "../../server/mail";
import type { EventKind } from "../../server/domain/notifications/event-kinds";
import { createCaller } from "../../server/trpc/root";
import { createTrpcWorld } from "./trpc-world";

const NAMES = ["route-events", "deliver-messages"];

/** An org whose messages go out when `run` is called; networks of one's own may be called unless it is said otherwise. */
export async function createNotificationWorld({ allowsPrivate = true } = {}) {
  const world = await createTrpcWorld();
  const { ours, clock } = world;
  const mails: Mail[] = [];
  const env = { ...world.deps.env, SIGNALBOX_ALLOW_PRIVATE_TARGETS: allowsPrivate };
  const deps = { ...world.deps, env, sendMail: async (mail: Mail) => void mails.push(mail) };
  const caller = createCaller({ ...world.contextOf(ours.user), deps });
  const at = { org: ours.slug, groupId: ours.groupId };
  const org = { org: ours.slug };
  let published = 0;
  let channels = 0;
  return {
    ...world,
    deps,
    caller,
    at,
    org,
    mails,
    /** A second later, events find their messages, and what is due is sent. */
    async run(ms = 1000) {
      clock.now += ms;
      for (const name of NAMES) {
        const { failed } = await runDueJobs(deps, { jobs: JOBS.filter((job) => job.name === name) });
        if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}`);
      }
    },
    /** A webhook to that address that is told of these kinds. */
    async addWebhook(url: string, kinds: EventKind[], rule: { groupIds?: string[]; labels?: Record<string, string> } = {}) {
      const { id, secret } = await caller.notifications.createChannel({ ...org, name: `hook ${(channels += 1)}`, target: { kind: "webhook", url } });
      await caller.notifications.createRule({ ...org, channelId: id, kinds, ...rule });
      return { id, secret: secret ?? "" };
    },
    /** Publishes the next config version. */
    async publish() {
      published += 1;
      const source = `_format_version: '3.0'\nservices: [{ name: echo, host: echo-${published}.internal }]`;
      await caller.configVersions.publish({ ...at, source, message: `change ${published}` });
    },
    log: async () => (await caller.notifications.listDeliveries(org)).rows,
  };
}
