import { stringify } from "yaml";
import { isOneLine, shellQuote } from "./quote";

/** Where a node is to run. */
export type Platform = "docker" | "compose" | "kubernetes" | "universal";

/** All that the blocks are made of; the page's choices and what Signalbox adds. */
export interface SetupInput {
  platform: Platform;
  serverUrl: string;
  groupName: string;
  enrollmentToken: string;
  image: string;
  instanceId: string;
  instanceName: string;
  labels: Record<string, string>;
  proxyPort: number;
  proxySslPort: number;
  statusPort: number;
  isEphemeral: boolean;
  agentSha256: string;
  signingKeyId: string;
}

/** One thing to copy, and what it does. */
export interface SetupBlock {
  id: string;
  title: string;
  explanation: string;
  language: "sh" | "yaml";
  code: string;
}

/** What the page shows: what to copy in order, and what each setting does. */
export interface SetupPlan {
  blocks: SetupBlock[];
  settings: { name: string; value: string; meaning: string }[];
}

/** Has sh, curl and sha256sum but no openssl, so the agent checks the digest of what it gets and not its signature. */
const AGENT_IMAGE = "alpine/curl:8.14.1";

/** Fails where a value could break out of a line; the input schemas let no such value through. */
function assertOneLine(values: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(values)) if (!isOneLine(value)) throw new Error(`${name} must be one line.`);
  return values;
}

const kongSettings = (input: SetupInput): Record<string, string> =>
  assertOneLine({
    KONG_DATABASE: "off",
    KONG_NODE_ID: input.instanceId,
    KONG_PROXY_LISTEN: `0.0.0.0:${input.proxyPort}, 0.0.0.0:${input.proxySslPort} ssl`,
    KONG_ADMIN_LISTEN: "127.0.0.1:8001",
    KONG_STATUS_LISTEN: `127.0.0.1:${input.statusPort}`,
  });

const agentSettings = (input: SetupInput, folder: string): Record<string, string> =>
  assertOneLine({
    SIGNALBOX_URL: input.serverUrl,
    SIGNALBOX_TOKEN_FILE: `${folder}/token`,
    SIGNALBOX_STATE_DIR: `${folder}/state`,
    SIGNALBOX_INSTANCE_ID: input.instanceId,
    SIGNALBOX_KONG_ADMIN: "http://127.0.0.1:8001",
    SIGNALBOX_KONG_STATUS: `http://127.0.0.1:${input.statusPort}`,
    SIGNALBOX_LABELS: Object.entries(input.labels).map(([key, value]) => `${key}=${value}`).join(","),
    SIGNALBOX_EPHEMERAL: input.isEphemeral ? "1" : "0",
    SIGNALBOX_SIGNING_KEY_ID: input.signingKeyId,
  });

const MEANINGS: Record<string, string> = {
  KONG_DATABASE: "Kong runs without a database; its config comes from the agent.",
  KONG_NODE_ID: "Keeps the node's id the same at every start.",
  KONG_PROXY_LISTEN: "Where the node takes traffic, plain and TLS.",
  KONG_ADMIN_LISTEN: "The admin API, on loopback: only the agent reaches it.",
  KONG_STATUS_LISTEN: "Health and metrics, on loopback.",
  SIGNALBOX_URL: "Where the agent polls.",
  SIGNALBOX_TOKEN_FILE: "The enrollment token, readable by its owner alone. It may be deleted once the page says connected.",
  SIGNALBOX_STATE_DIR: "The credential and the last-good config. Keep it across restarts.",
  SIGNALBOX_INSTANCE_ID: "This instance in the console.",
  SIGNALBOX_KONG_ADMIN: "Where the agent posts the config.",
  SIGNALBOX_KONG_STATUS: "Where the agent reads whether the node is ready.",
  SIGNALBOX_LABELS: "Labels that the instance carries in the console.",
  SIGNALBOX_EPHEMERAL: "1: the instance's record goes when it stops.",
  SIGNALBOX_SIGNING_KEY_ID: "The only key whose signed config the agent takes.",
};

const exportsOf = (settings: Record<string, string>): string => Object.entries(settings).map(([name, value]) => `export ${name}=${shellQuote(value)}`).join("\n");

/** Fetches the agent and removes it again unless its SHA-256 is the pinned one; keeps the token in a file of mode 0600. */
const fetchBlock = (input: SetupInput, folder: string): SetupBlock => ({
  id: "agent",
  title: "Fetch the agent, keep the token",
  explanation: "Downloads the agent, checks it against its pinned SHA-256, and writes the enrollment token to a file that only you can read.",
  language: "sh",
  code: [
    `mkdir -p ${shellQuote(`${folder}/state`)}`,
    `chmod 700 ${shellQuote(folder)}`,
    `curl -fsS -o ${shellQuote(`${folder}/runtime-agent.sh`)} ${shellQuote(`${input.serverUrl}/runtime-agent.sh`)}`,
    `echo ${shellQuote(`${input.agentSha256}  ${folder}/runtime-agent.sh`)} | sha256sum -c - || rm -f ${shellQuote(`${folder}/runtime-agent.sh`)}`,
    `(umask 077; cat > ${shellQuote(`${folder}/token`)} <<'END_OF_TOKEN'`,
    input.enrollmentToken,
    "END_OF_TOKEN",
    ")",
  ].join("\n"),
});

function universal(input: SetupInput): SetupBlock[] {
  const folder = "/etc/signalbox";
  const kongConf = Object.entries(kongSettings(input)).map(([name, value]) => `${name.slice(5).toLowerCase()} = ${value}`);
  const unit = ["[Unit]", "Description=Signalbox runtime agent", "After=network-online.target", "Wants=network-online.target", "", "[Service]", `EnvironmentFile=${folder}/agent.env`, `ExecStart=/bin/sh ${folder}/runtime-agent.sh`, "Restart=always", "RestartSec=5", "", "[Install]", "WantedBy=multi-user.target"];
  const environment = Object.entries(agentSettings(input, folder)).map(([name, value]) => `${name}="${value.replace(/["\\$`]/g, "\\$&")}"`);
  const file = (path: string, lines: string[]) => [`cat > ${shellQuote(path)} <<'END_OF_FILE'`, ...lines, "END_OF_FILE"].join("\n");
  return [
    fetchBlock(input, folder),
    { id: "kong", title: "kong.conf", explanation: "Kong without a database, its admin API on loopback. Run as root; Kong is restarted with this file.", language: "sh", code: `${file("/etc/kong/kong.conf", kongConf)}\nkong restart -c /etc/kong/kong.conf` },
    { id: "systemd", title: "Run the agent with systemd", explanation: "Starts the agent now and at every boot.", language: "sh", code: `${file(`${folder}/agent.env`, environment)}\nchmod 600 ${folder}/agent.env\n${file("/etc/systemd/system/signalbox-agent.service", unit)}\nsystemctl daemon-reload\nsystemctl enable --now signalbox-agent` },
    { id: "foreground", title: "Or run it in this shell", explanation: "The same without systemd, to watch it work. Ctrl-C ends it.", language: "sh", code: `${exportsOf(agentSettings(input, folder))}\nsh ${folder}/runtime-agent.sh` },
  ];
}

function docker(input: SetupInput): SetupBlock[] {
  const { instanceName: name, proxyPort, proxySslPort } = input;
  const mount = "/signalbox";
  const flags = (settings: Record<string, string>) => Object.entries(settings).map(([key, value]) => `  -e ${shellQuote(`${key}=${value}`)} \\`);
  return [
    { ...fetchBlock(input, "signalbox"), explanation: "Run in an empty folder. Downloads the agent, checks its pinned SHA-256, and keeps the enrollment token in a file." },
    { id: "kong", title: "Start Kong Gateway", explanation: "Kong without a database; its admin API stays inside the container.", language: "sh", code: [`docker run -d --restart unless-stopped --name ${name} \\`, `  -p ${proxyPort}:${proxyPort} -p ${proxySslPort}:${proxySslPort} \\`, ...flags(kongSettings(input)), `  ${shellQuote(input.image)}`].join("\n") },
    { id: "run-agent", title: "Start the agent beside it", explanation: "The agent shares Kong's network, so that it alone reaches the admin API. Its image has no openssl: the agent checks the digest of each config, not its signature.", language: "sh", code: [`docker run -d --restart unless-stopped --name ${name}-agent --network container:${name} \\`, `  -v "$PWD/signalbox:${mount}" --entrypoint sh \\`, ...flags(agentSettings(input, mount)), `  ${AGENT_IMAGE} ${mount}/runtime-agent.sh`].join("\n") },
  ];
}

const doubled = (settings: Record<string, string>) => Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, value.replaceAll("$", "$$$$")]));

function compose(input: SetupInput): SetupBlock[] {
  const mount = "/signalbox";
  const services = {
    kong: { image: input.image, restart: "unless-stopped", ports: [`${input.proxyPort}:${input.proxyPort}`, `${input.proxySslPort}:${input.proxySslPort}`], environment: doubled(kongSettings(input)) },
    agent: { image: AGENT_IMAGE, restart: "unless-stopped", network_mode: "service:kong", depends_on: ["kong"], entrypoint: ["sh", `${mount}/runtime-agent.sh`], volumes: [`./signalbox:${mount}`], environment: doubled(agentSettings(input, mount)) },
  };
  const file = `cat > compose.yaml <<'END_OF_FILE'\n${stringify({ services }, { lineWidth: 0 })}END_OF_FILE`;
  return [
    { ...fetchBlock(input, "signalbox"), explanation: "Run in an empty folder. Downloads the agent, checks its pinned SHA-256, and keeps the enrollment token in a file." },
    { id: "compose", title: "Write compose.yaml", explanation: "Kong and the agent, sharing one network namespace.", language: "sh", code: file },
    { id: "up", title: "Start both", explanation: "Starts Kong and the agent in the background.", language: "sh", code: "docker compose up -d" },
  ];
}

function kubernetes(input: SetupInput): SetupBlock[] {
  const mount = "/signalbox";
  const uid = { valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } };
  const own = { ...agentSettings(input, mount), SIGNALBOX_TOKEN_FILE: "/signalbox-token/token", SIGNALBOX_EPHEMERAL: "1" };
  const env = Object.entries(own).map(([name, value]) => (name === "SIGNALBOX_INSTANCE_ID" ? { name, ...uid } : { name, value }));
  const volumeMounts = [{ name: "signalbox-state", mountPath: mount }, { name: "signalbox-agent", mountPath: "/signalbox-agent" }, { name: "signalbox-token", mountPath: "/signalbox-token" }];
  const [, tag = "3.9"] = input.image.split(":");
  const values = {
    image: { repository: input.image.split(":")[0], tag },
    env: { database: "off", node_id: uid, admin_listen: "127.0.0.1:8001" },
    ingressController: { enabled: false },
    proxy: { http: { containerPort: input.proxyPort }, tls: { containerPort: input.proxySslPort } },
    deployment: {
      userDefinedVolumes: [{ name: "signalbox-state", emptyDir: {} }, { name: "signalbox-agent", configMap: { name: "signalbox-agent" } }, { name: "signalbox-token", secret: { secretName: "signalbox-token" } }],
      sidecarContainers: [{ name: "signalbox-agent", image: AGENT_IMAGE, command: ["sh", "/signalbox-agent/runtime-agent.sh"], env, volumeMounts }],
    },
  };
  const file = `cat > values.yaml <<'END_OF_FILE'\n${stringify(values, { lineWidth: 0 })}END_OF_FILE`;
  return [
    { ...fetchBlock(input, "signalbox"), explanation: "Run in an empty folder. Downloads the agent, checks its pinned SHA-256, and keeps the enrollment token in a file." },
    { id: "secret", title: "Keep both in the cluster", explanation: "A Secret with the token and a ConfigMap with the agent.", language: "sh", code: "kubectl create secret generic signalbox-token --from-file=token=signalbox/token\nkubectl create configmap signalbox-agent --from-file=signalbox/runtime-agent.sh" },
    { id: "values", title: "Write values.yaml", explanation: "Settings of the chart kong/kong: no database, no ingress controller, the agent as a sidecar.", language: "sh", code: file },
    { id: "helm", title: "Install", explanation: "Each pod enrolls as an instance of its own.", language: "sh", code: "helm repo add kong https://charts.konghq.com\nhelm upgrade --install kong kong/kong --values values.yaml" },
  ];
}

const RENDERERS: Record<Platform, (input: SetupInput) => SetupBlock[]> = { docker, compose, kubernetes, universal };

/** The blocks to copy for a platform, with nothing left to substitute, and what every setting does. */
export function renderSetup(input: SetupInput): SetupPlan {
  const settings = { ...kongSettings(input), ...agentSettings(input, "/signalbox") };
  return {
    blocks: RENDERERS[input.platform](input),
    settings: Object.entries(settings).map(([name, value]) => ({ name, value, meaning: MEANINGS[name] ?? "" })),
  };
}
