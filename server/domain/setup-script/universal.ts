import { agentBlock, asRoot, subshell, verifiedAgent } from "./agent-block";
import { hereDocument, shellQuote } from "./quote";
import { agentSettings, describeSettings, kongSettings, type Settings } from "./settings";
import type { SetupBlock, SetupInput, SetupPlan } from "./setup-plan";

const FOLDER = "/etc/signalbox";
const PATHS = { token: `${FOLDER}/token`, state: "/var/lib/signalbox" };
const UNIT = `[Unit]
Description=Signalbox runtime agent
After=network-online.target
Wants=network-online.target

[Service]
EnvironmentFile=${FOLDER}/agent.env
ExecStart=/bin/sh ${FOLDER}/runtime-agent.sh
Restart=always
RestartSec=5
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths=${PATHS.state}

[Install]
WantedBy=multi-user.target`;

/** The signature of a config is checked with openssl; without it the agent would refuse every one. */
const openssl = `case $(openssl version 2>/dev/null || :) in 'OpenSSL '[3-9]*) ;; *) echo 'Stopped: the agent needs openssl 3 or newer to verify signatures. Install it.' >&2; exit 1 ;; esac`;

/** The key of a setting in kong.conf. */
const confName = (name: string): string => name.replace(/^KONG_/, "").toLowerCase();

/** systemd's EnvironmentFile: what is special inside double quotes is escaped; nothing is expanded. */
const environmentFile = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}="${value.replace(/["\\$`]/g, "\\$&")}"`)
    .join("\n");

const kongConf = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${confName(name)} = ${value}`)
    .join("\n");

/** kong.conf, and Kong started with it. */
const kongBlock = (kong: Settings): SetupBlock => ({
  id: "kong",
  title: "kong.conf",
  explanation:
    "Kong without a database, its admin API on loopback. An earlier kong.conf is kept as kong.conf.before-signalbox. Kong is restarted: by systemd where its package brought a unit, else by its own command.",
  language: "sh",
  code: subshell([
    ...asRoot,
    "command -v kong >/dev/null || { echo 'Stopped: Kong Gateway is not installed here.' >&2; exit 1; }",
    "mkdir -p /etc/kong",
    "if [ -e /etc/kong/kong.conf ] && [ ! -e /etc/kong/kong.conf.before-signalbox ]; then cp -p /etc/kong/kong.conf /etc/kong/kong.conf.before-signalbox; fi",
    hereDocument("/etc/kong/kong.conf", kongConf(kong)),
    "unit=",
    "if [ -d /run/systemd/system ]; then",
    `  for each in kong kong-enterprise-edition; do if systemctl cat "$each.service" >/dev/null 2>&1; then unit=$each.service; fi; done`,
    "fi",
    `if [ -n "$unit" ]; then systemctl enable "$unit"; systemctl restart "$unit"; else kong restart -c /etc/kong/kong.conf; fi`,
  ]),
});

/** Kong and the agent on the host itself, with or without systemd. */
export function universal(input: SetupInput): SetupPlan {
  const kong = kongSettings(input);
  const agent = agentSettings(input, PATHS);
  const ready = [...asRoot, ...verifiedAgent(input, FOLDER)];
  return {
    blocks: [
      {
        ...agentBlock(input, FOLDER, [...asRoot, openssl]),
        explanation:
          "Run as root; needs curl, sha256sum and openssl 3. Downloads the agent, checks it against its pinned SHA-256 and stops unless it fits, and writes the enrollment token to a file that only root can read.",
      },
      kongBlock(kong),
      {
        id: "systemd",
        title: "Run the agent with systemd",
        explanation: "Starts the agent now and at every boot. It may write its state folder and nothing else.",
        language: "sh",
        code: subshell([
          ...ready,
          "umask 077",
          `mkdir -p ${PATHS.state}`,
          hereDocument(`${FOLDER}/agent.env`, environmentFile(agent)),
          hereDocument("/etc/systemd/system/signalbox-agent.service", UNIT),
          "chmod 644 /etc/systemd/system/signalbox-agent.service",
          "systemctl daemon-reload",
          "systemctl enable signalbox-agent.service",
          "systemctl restart signalbox-agent.service",
        ]),
      },
      {
        id: "foreground",
        title: "Or run it in this shell",
        explanation: "The same without systemd, to watch it work, or under a supervisor of your own. Ctrl-C ends it.",
        language: "sh",
        code: subshell([
          ...ready,
          ...Object.entries(agent).map(([name, value]) => `export ${name}=${shellQuote(value)}`),
          `exec sh ${FOLDER}/runtime-agent.sh`,
        ]),
      },
    ],
    settings: [...describeSettings(kong, confName), ...describeSettings(agent)],
  };
}
