import { randomUUID } from "node:crypto";
import { freezeWindows } from "@/db/schema/index";
import { JOBS } from "@/server/background/jobs";
import { runDueJobs } from "@/server/background/run-due-jobs";
import { CallFailed, type CallOut } from "@/server/notifications/call-out";
import { createRestWorld } from "@/tests/support/rest-world";
import { documentOf } from "@/tests/support/versions-world";

/** Everything out there answers, but for one host. */
const callOut: CallOut = async ({ url }) => {
  if (new URL(url).host === "away.example.com") throw new CallFailed("The connection was refused.");
  return { status: 200, text: "ok" };
};
const sendMail = async (): Promise<void> => {};

const STAGES = [{ percent: 10 }, { percent: 100 }].map((reach) => ({ reach, gate: {} }));
const CLOSED = { name: "In summer", kind: "deny", cron: "0 0 1 7 *", lengthMinutes: 60, timeZone: "UTC" };

/** A world where every kind of thing is there: versions that instances run, a rollout that goes on, messages sent, freeze windows, pins and tokens. */
export async function createFuzzWorld() {
  const world = await createRestWorld({ host: { callOut, sendMail } });
  const { ours, group, clock, deps } = world;
  const org = `/orgs/${ours.slug}`;
  const [token] = await world.caller.accessTokens.list({ org: ours.slug });
  const make = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await world.ask("POST", path, { body, headers: { "If-Match": "*" } });
    if (!answer.ok) throw new Error(`${path} is refused: ${await answer.text()}`);
    return answer.json();
  };
  await world.publish("first.internal", "second.internal");
  const runningEtag = await world.etagOf(1);
  const { id: channelId } = (await make(`${org}/channels`, { name: "ops", target: { kind: "mail", addresses: ["ops@example.com"] } })) as { id: string }; // safe because that is the answer
  await make(`${org}/notification-rules`, { channelId, kinds: ["published"] });
  for (const path of [org, group]) await make(`${path}/freeze-windows`, CLOSED);
  await make(`${group}/selector-pins`, { version: 1, selector: { ring: "canary" } });
  for (let count = 0; count < 3; count++) await world.tokenOf(ours.slug, ours.user);
  return {
    ...world,
    /** Of the token that all is asked with. */
    tokenId: token?.id ?? "",
    /** What others do meanwhile: windows go, instances come, whose ids it gives, a config version goes out in stages, and who is to be told is told. */
    async goOn() {
      clock.now += 1000;
      // A hundred windows in one another take most of the time.
      await deps.db.write((tx) => tx.delete(freezeWindows));
      const ids = [randomUUID(), randomUUID(), randomUUID()];
      for (const id of ids) await world.addInstance(id, { runningEtag });
      const { newest } = await world.caller.rollouts.getNewest(world.at);
      const before = newest ? { activeRollout: { supersede: newest.id } } : {};
      const terms = { rollout: { stages: STAGES }, ...before, freezeOverride: { reason: "It goes on." }, confirmCount: 0 };
      await make(`${group}/config-versions`, { source: documentOf(`${clock.now}.internal`), message: "In stages", ...terms });
      const { failed } = await runDueJobs(deps, { jobs: JOBS.filter(({ name }) => name === "route-events" || name === "deliver-messages") });
      if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}`);
      return ids;
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
