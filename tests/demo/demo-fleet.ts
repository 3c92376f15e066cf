import { createServer } from "node:net";
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { readEnv, SettingsError } from "../../server/env";
import { addSampleOrg, enrollmentTokenFor, publishSamples, SAMPLE_OWNER, type SampleOrg } from "../../server/seed/sample-org";
import { openStory, type Story } from "../../server/seed/story";
import { allInstances, type ListedInstance } from "../support/all-instances";
import { DemoNode, FLEET, type NodePlan } from "./demo-node";
import { playRollouts, type Stage } from "./demo-rollouts";
import { startWatched, type WatchedProcess } from "./watched-process";

const WAIT_MS = 120_000;
const LOOK_MS = 250;

/** A node as the console lists it. */
export type SeenNode = ListedInstance;

interface Options {
  folder: string;
  nodes: number;
  port: number;
  host: string;
  password: string;
  /** The command that serves the folder and says `Signalbox is at URL`. */
  serverCommand: [string, ...string[]];
}

/** A demo that runs: where it is, what the console would list, and how it ends. */
export interface DemoFleet {
  url: string;
  email: string;
  org: SampleOrg;
  look(): Promise<SeenNode[]>;
  /** Plays staged publishes through the REST API, and tells what happens. It ends early where the demo does. */
  playRollouts(how: Pick<Stage, "approveAfterSeconds" | "say">): Promise<void>;
  stop(): Promise<void>;
}

/** The port asked for, or, for 0, one that is free. Throws `SettingsError` where it is taken. */
const portOf = (wanted: number, host = "127.0.0.1"): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once("error", (error) =>
      fail(new SettingsError(`Cannot listen on ${host}:${wanted} (${error.message}); set PORT to another.`)),
    );
    probe.listen(wanted, host, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : wanted));
    });
  });

const listNodes = async ({ caller, slug, groupIds }: SampleOrg): Promise<SeenNode[]> =>
  (await Promise.all([...groupIds.values()].map((groupId) => allInstances(caller, { org: slug, groupId })))).flat();

/** Looks until all nodes are as wanted. Throws with what each agent said where they never are. */
async function untilNodes(org: SampleOrg, nodes: DemoNode[], isRight: (seen: SeenNode, plan: DemoNode["plan"]) => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await listNodes(org);
    const late = nodes.filter(({ plan }) => !seen.some((each) => each.hostname === plan.name && isRight(each, plan)));
    if (late.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        late
          .map(
            (node) =>
              `${node.plan.name} is not as it should be: ${JSON.stringify(seen.find((each) => each.hostname === node.plan.name)?.state)}\n${node.log()}`,
          )
          .join("\n"),
      );
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

/**
 * The days before: the org is set up, versions are published, every node enrolls and applies them, by the verbs and the
 * runtime API with the clock set back. So the node that is away was truly last seen then.
 */
async function playPast(story: Story, nodes: DemoNode[], password: string): Promise<SampleOrg> {
  const server = createRuntimeServer(story.deps.runtimeApi, (_, response) => void response.writeHead(404).end());
  const port = await portOf(0);
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const org = await addSampleOrg(story, password);
  await publishSamples(org, story, Infinity, 3);
  for (const [group, groupId] of org.groupIds) {
    const members = nodes.filter((node) => node.plan.group === group);
    if (members.length === 0) continue;
    const token = await enrollmentTokenFor(org, groupId, members.length);
    for (const node of members) node.start(`http://127.0.0.1:${port}`, token);
  }
  await untilNodes(org, nodes, (seen) => seen.state.sync === "in sync" && seen.state.readiness === "ready");
  await publishSamples(org, story, 3, 1);
  await untilNodes(org, nodes, (seen) => seen.state.sync === "in sync");
  await Promise.all(nodes.map((node) => node.stopAgent()));
  await publishSamples(org, story, 1, 0);
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return org;
}

/** What lets the demo publish once the server runs. */
async function accessTokenFor({ caller, slug }: SampleOrg): Promise<string> {
  const { token } = await caller.accessTokens.create({ org: slug, name: "demo", days: 2 });
  return token;
}

const syncOf = ({ quirk, lacks }: NodePlan): SeenNode["state"]["sync"] =>
  // The group of the other node that lacks a plugin has nothing live that asks for it.
  lacks === "correlation-id" ? "rejected" : quirk === "changed by hand" ? "drifted" : "in sync";

async function startServer({ folder, port, host, serverCommand: [command, ...args] }: Options): Promise<WatchedProcess & { url: string }> {
  const server = startWatched(command, args, {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    PORT: String(port),
    HOST: host,
    SIGNALBOX_DATA: folder,
  });
  const address = () => /Signalbox is at (\S+)/.exec(server.output())?.[1];
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (address() === undefined && !hasEnded) await new Promise((done) => setTimeout(done, LOOK_MS));
  const url = address();
  if (url === undefined) throw new Error(server.output().trim());
  return { ...server, url };
}

/** Starts a server on a folder of its own, with a fleet of emulated nodes that real agents feed, and waits until all is as it should be. */
export async function startDemoFleet(options: Options): Promise<DemoFleet> {
  const port = await portOf(options.port, options.host);
  const env = readEnv({ SIGNALBOX_DATA: options.folder, PORT: String(port), HOST: options.host });
  const nodes: DemoNode[] = [];
  const story = await openStory(env);
  let server: WatchedProcess | undefined;
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    await Promise.all(nodes.map((node) => node.close()));
    await server?.stop();
    story.deps.db.close();
  };
  try {
    for (const plan of FLEET.slice(0, options.nodes)) nodes.push(await DemoNode.create(plan, options.folder));
    const org = await playPast(story, nodes, options.password);
    const token = await accessTokenFor(org);
    await story.deps.runtimeApi.close();
    const running = await startServer({ ...options, port });
    server = running;
    // From here on the server alone writes; the story's handle reads, at the present time.
    story.setAgo(0);
    const present = nodes.filter((node) => node.plan.quirk !== "away");
    const since = Date.now();
    for (const node of present) node.start(running.url);
    await untilNodes(org, present, (seen) => (seen.lastSeenAt ?? 0) >= since);
    for (const node of present) if (node.plan.quirk === "changed by hand") await node.changeByHand();
    await untilNodes(org, present, (seen, plan) => seen.state.sync === syncOf(plan));
    const { url } = running;
    return {
      url,
      email: SAMPLE_OWNER.email,
      org,
      look: () => listNodes(org),
      playRollouts: (how) => playRollouts({ ...how, url, org, token, nodes: present.map(({ plan }) => plan), stopping: stopping.signal }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
