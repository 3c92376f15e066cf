import { isOneLine } from "./quote";
import type { DescribedSetting, SetupInput } from "./setup-plan";

/** Where Kong's admin API listens: on loopback, so that only what shares Kong's network reaches it. */
export const ADMIN_PORT = 8001;
/** Where Kong's status API listens: on loopback too. */
export const STATUS_PORT = 8100;

const MEANINGS = {
  KONG_DATABASE: "Kong runs without a database; its config comes from the agent.",
  KONG_NODE_ID: "Keeps the node's id the same at every start.",
  KONG_PROXY_LISTEN: "Where the node takes traffic, plain and TLS.",
  KONG_ADMIN_LISTEN: "The admin API, on loopback: only the agent reaches it.",
  KONG_ADMIN_GUI_LISTEN: "Kong's own web console is off: a node without a database is changed through Signalbox alone.",
  KONG_STATUS_LISTEN: "Health and metrics, on loopback.",
  KONG_ROUTER_FLAVOR: "How routes are matched: as Kong does by default outside this chart, so that all nodes of the group match alike.",
  SIGNALBOX_URL: "Where the agent polls.",
  SIGNALBOX_TOKEN_FILE: "The enrollment token. It is read once; after that the agent has a credential of its own.",
  SIGNALBOX_STATE_DIR: "The credential and the last-good config. Keep it across restarts.",
  SIGNALBOX_INSTANCE_ID: "This instance in the console.",
  SIGNALBOX_KONG_ADMIN: "Where the agent posts the config.",
  SIGNALBOX_KONG_STATUS: "Where the agent reads whether the node is ready.",
  SIGNALBOX_LABELS: "Labels that the instance carries in the console.",
  SIGNALBOX_EPHEMERAL:
    "1: the agent signs off when it ends, and the instance's record goes; one that was removed while it could not reach Signalbox enrolls again.",
  SIGNALBOX_SIGNING_KEY_ID: "The only key whose signed config the agent takes.",
  SIGNALBOX_REQUIRE_SIGNATURE: "1: config whose signature cannot be verified never reaches Kong.",
} as const;

type SettingName = keyof typeof MEANINGS;
/** Settings by their names in the environment; each block takes those it needs. */
export type Settings = Partial<Record<SettingName, string>>;

/** Fails where a value could break out of its line; the input schemas let no such value through. */
function assertOneLine(values: Settings): Settings {
  for (const [name, value] of Object.entries(values)) if (!isOneLine(value)) throw new Error(`${name} must be one line.`);
  return values;
}

/** Kong's settings: all are known to open-source Kong 3.9, and the listeners carry Kong's own default flags. */
export const kongSettings = (input: SetupInput): Settings =>
  assertOneLine({
    KONG_DATABASE: "off",
    KONG_NODE_ID: input.instanceId,
    KONG_PROXY_LISTEN: `0.0.0.0:${input.proxyPort} reuseport backlog=16384, 0.0.0.0:${input.proxySslPort} http2 ssl reuseport backlog=16384`,
    KONG_ADMIN_LISTEN: `127.0.0.1:${ADMIN_PORT}`,
    KONG_ADMIN_GUI_LISTEN: "off",
    KONG_STATUS_LISTEN: `127.0.0.1:${STATUS_PORT}`,
  });

/** The agent's settings; what was not asked for is left out, so that the agent's default holds. */
export function agentSettings(input: SetupInput, paths: { token: string; state: string }): Settings {
  const labels = Object.entries(input.labels).map(([key, value]) => `${key}=${value}`);
  return assertOneLine({
    SIGNALBOX_URL: input.serverUrl,
    SIGNALBOX_TOKEN_FILE: paths.token,
    SIGNALBOX_STATE_DIR: paths.state,
    SIGNALBOX_INSTANCE_ID: input.instanceId,
    SIGNALBOX_KONG_ADMIN: `http://127.0.0.1:${ADMIN_PORT}`,
    SIGNALBOX_KONG_STATUS: `http://127.0.0.1:${STATUS_PORT}`,
    SIGNALBOX_SIGNING_KEY_ID: input.signingKeyId,
    SIGNALBOX_REQUIRE_SIGNATURE: "1",
    ...(labels.length > 0 ? { SIGNALBOX_LABELS: labels.join(",") } : {}),
    ...(input.isEphemeral ? { SIGNALBOX_EPHEMERAL: "1" } : {}),
  });
}

/** The settings with their meanings, under the names by which a block writes them. */
export const describeSettings = (settings: Settings, nameOf: (name: string) => string = (name) => name): DescribedSetting[] =>
  (Object.keys(settings) as SettingName[]).map((name) => ({ name: nameOf(name), value: settings[name] ?? "", meaning: MEANINGS[name] })); // safe because the type allows no other key
