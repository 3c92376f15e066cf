import { AGENT_IMAGE, agentBlock, subshell, verifiedAgent } from "./agent-block";
import { shellQuote } from "./quote";
import { agentSettings, describeSettings, kongSettings, type Settings } from "./settings";
import { instanceName, type SetupInput, type SetupPlan } from "./setup-plan";

/** Where agent and token, and where the state, stand inside the agent's container. */
export const CONTAINER_PATHS = { folder: "/signalbox", token: "/signalbox/token", state: "/var/lib/signalbox" };

/**
 * Tells whether the admin API answers; where Kong's container came back with a new network, ends the agent, so that the
 * restart policy brings it up in that network.
 */
export const AGENT_HEALTH = "curl -fs -o /dev/null http://127.0.0.1:8001/status || { grep -q 00000000 /proc/net/route || kill 1; exit 1; }";

/** The folder of an instance on the host, as a shell word; absolute, so that the blocks work from anywhere. */
export const hostFolder = (input: SetupInput): string => `"$HOME"/${shellQuote(`signalbox/${instanceName(input)}`)}`;

/** What signs off when it ends must not come back: its token may be used up. */
export const restartPolicy = (input: SetupInput): string => (input.isEphemeral ? "no" : "unless-stopped");

const flags = (settings: Settings) => Object.entries(settings).map(([name, value]) => `  -e ${shellQuote(`${name}=${value}`)} \\`);

/** Two containers: Kong, and the agent in Kong's network namespace. */
export function docker(input: SetupInput): SetupPlan {
  const name = instanceName(input);
  const kong = kongSettings(input);
  const agent = agentSettings(input, CONTAINER_PATHS);
  const run = `docker run -d --restart ${restartPolicy(input)}`;
  return {
    blocks: [
      agentBlock(input, hostFolder(input)),
      {
        id: "kong",
        title: "Start Kong Gateway",
        explanation: "Kong without a database. Its admin API stays inside the container; only the proxy ports are published.",
        language: "sh",
        code: subshell([
          ...verifiedAgent(input, hostFolder(input)),
          `${run} --name ${name} --hostname ${name} \\`,
          `  -p ${input.proxyPort}:${input.proxyPort} -p ${input.proxySslPort}:${input.proxySslPort} \\`,
          ...flags(kong),
          `  ${shellQuote(input.image)}`,
        ]),
      },
      {
        id: "run-agent",
        title: "Start the agent beside it",
        explanation: `The agent shares Kong's network, so that it alone reaches the admin API; its state is in a volume. Run this block again whenever you recreate Kong's container, and, if Docker did not start the agent after a restart of the host: docker start ${name}-agent`,
        language: "sh",
        code: subshell([
          ...verifiedAgent(input, hostFolder(input)),
          `docker rm -f ${name}-agent >/dev/null 2>&1 || :`,
          `${run} --name ${name}-agent --network container:${name} \\`,
          "  --read-only --cap-drop ALL --cap-add DAC_OVERRIDE --security-opt no-new-privileges \\",
          `  --health-cmd ${shellQuote(AGENT_HEALTH)} --health-interval 30s \\`,
          `  -v "$folder:${CONTAINER_PATHS.folder}:ro,Z" -v ${name}-state:${CONTAINER_PATHS.state} \\`,
          ...flags(agent),
          `  --entrypoint sh ${AGENT_IMAGE} ${CONTAINER_PATHS.folder}/runtime-agent.sh`,
        ]),
      },
    ],
    settings: describeSettings({ ...kong, ...agent }),
  };
}
