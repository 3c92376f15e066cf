import { AGENT_IMAGE, agentBlock, subshell, verifiedAgent } from "./agent-block";
import { AGENT_HEALTH, CONTAINER_PATHS, hostFolder, restartPolicy } from "./docker";
import { hereDocument } from "./quote";
import { agentSettings, describeSettings, kongSettings, type Settings } from "./settings";
import { instanceName, type SetupInput, type SetupPlan } from "./setup-plan";
import { yamlFile } from "./yaml-file";

/** Compose would substitute `$NAME`; a doubled `$` stands for itself. */
const doubled = (settings: Settings) => Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value.replaceAll("$", "$$$$")]));

function composeFile(input: SetupInput, kong: Settings, agent: Settings): string {
  const name = instanceName(input);
  const restart = restartPolicy(input);
  return yamlFile({
    name,
    services: {
      kong: {
        image: input.image,
        hostname: name,
        restart,
        ports: [input.proxyPort, input.proxySslPort].map((port) => `${port}:${port}`),
        environment: doubled(kong),
      },
      agent: {
        image: AGENT_IMAGE,
        restart,
        network_mode: "service:kong",
        depends_on: ["kong"],
        read_only: true,
        cap_drop: ["ALL"],
        cap_add: ["DAC_OVERRIDE"],
        security_opt: ["no-new-privileges:true"],
        entrypoint: ["sh", `${CONTAINER_PATHS.folder}/runtime-agent.sh`],
        healthcheck: { test: ["CMD-SHELL", AGENT_HEALTH], interval: "30s" },
        volumes: [`.:${CONTAINER_PATHS.folder}:ro,Z`, `state:${CONTAINER_PATHS.state}`],
        environment: doubled(agent),
      },
    },
    volumes: { state: {} },
  });
}

/** One Compose project: Kong, and the agent in Kong's network namespace. */
export function compose(input: SetupInput): SetupPlan {
  const kong = kongSettings(input);
  const agent = agentSettings(input, CONTAINER_PATHS);
  const inFolder = [...verifiedAgent(input, hostFolder(input)), `cd "$folder"`];
  return {
    blocks: [
      agentBlock(input, hostFolder(input)),
      {
        id: "compose",
        title: "Write compose.yaml",
        explanation: "Kong and the agent, sharing one network namespace. The file is kept beside the agent and the token, which it mounts read-only.",
        language: "sh",
        code: subshell([...inFolder, hereDocument("compose.yaml", composeFile(input, kong, agent))]),
      },
      {
        id: "up",
        title: "Start both",
        explanation: `Starts Kong and the agent in the background. If Docker did not start the agent after a restart of the host, run it again.`,
        language: "sh",
        code: subshell([...inFolder, "docker compose up -d"]),
      },
    ],
    settings: describeSettings({ ...kong, ...agent }),
  };
}
