import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type KongEmulator, startKongEmulator } from "../support/kong-emulator";
import { startWatched, type WatchedProcess } from "./watched-process";

/** What is peculiar about a node of the demo. */
export type Quirk = "changed by hand" | "away";

export interface NodePlan {
  name: string;
  group: string;
  labels: string;
  quirk?: Quirk;
  /** The plugin that its Kong has not loaded. */
  lacks?: string;
}

/** The fleet, the peculiar ones first, so that a smaller one has them too. */
export const FLEET: NodePlan[] = [
  { name: "ams-1", group: "edge-eu", labels: "zone=ams", lacks: "correlation-id" },
  { name: "ber-1", group: "edge-eu", labels: "zone=ber", quirk: "away" },
  { name: "nyc-1", group: "edge-us", labels: "zone=nyc", quirk: "changed by hand" },
  { name: "fra-1", group: "edge-eu", labels: "zone=fra" },
  { name: "stg-1", group: "staging", labels: "zone=fra" },
  { name: "sea-1", group: "edge-us", labels: "zone=sea", lacks: "proxy-cache" },
  { name: "stg-2", group: "staging", labels: "zone=ams" },
  { name: "fra-2", group: "edge-eu", labels: "zone=fra" },
  { name: "nyc-2", group: "edge-us", labels: "zone=nyc" },
  { name: "ams-2", group: "edge-eu", labels: "zone=ams" },
  { name: "sea-2", group: "edge-us", labels: "zone=sea" },
  { name: "fra-3", group: "edge-eu", labels: "zone=fra" },
];

/** How a Kong without the plugin refuses a document that uses it: the words and the form of a real node. */
const refusing = (lacks: string) => (document: Record<string, unknown>) => {
  const plugins = (Array.isArray(document.plugins) ? document.plugins : []) as { name?: string; id?: string }[]; // safe because only the two fields are read
  const at = plugins.findIndex((plugin) => plugin.name === lacks);
  if (at < 0) return null;
  const text = `plugin '${lacks}' not enabled; add it to the 'plugins' configuration property`;
  const about = { code: 14, name: "invalid declarative configuration", message: `declarative config is invalid: {plugins={[${at + 1}]={name="${text}"}}}` };
  const errors = [{ type: "field", field: "name", message: text }];
  return {
    status: 400,
    plain: { ...about, fields: { plugins: [...Array<null>(at).fill(null), { name: text }] } },
    flattened: {
      ...about,
      fields: {},
      flattened_errors: [{ entity_type: "plugin", entity_name: lacks, entity_id: plugins[at]?.id, entity: plugins[at], errors }],
    },
  };
};

/** An emulated Kong with a real agent beside it, which can be stopped and started again. */
export class DemoNode {
  private agent: WatchedProcess | undefined;

  private constructor(
    readonly plan: NodePlan,
    private readonly folder: string,
    private readonly kong: KongEmulator,
  ) {}

  static async create(plan: NodePlan, dataFolder: string): Promise<DemoNode> {
    const folder = join(dataFolder, "nodes", plan.name);
    mkdirSync(join(folder, "bin"), { recursive: true, mode: 0o700 });
    // The host's own name is that of this machine; an emulated host says its own.
    writeFileSync(join(folder, "bin", "uname"), `#!/bin/sh\necho ${plan.name}\n`, { mode: 0o755 });
    const kong = await startKongEmulator({ lacks: plan.lacks });
    if (plan.lacks) kong.rejectWith(refusing(plan.lacks));
    return new DemoNode(plan, folder, kong);
  }

  /** Starts the agent. `token` enrolls it; without one it goes on with the credential that it has. */
  start(url: string, token?: string): void {
    const tokenFile = join(this.folder, "token");
    if (token) writeFileSync(tokenFile, token, { mode: 0o600 });
    this.agent = startWatched("sh", ["public/runtime-agent.sh"], {
      PATH: `${join(this.folder, "bin")}:${process.env.PATH ?? ""}`,
      SIGNALBOX_URL: url,
      SIGNALBOX_TOKEN_FILE: tokenFile,
      SIGNALBOX_STATE_DIR: join(this.folder, "state"),
      SIGNALBOX_KONG_ADMIN: this.kong.adminUrl,
      SIGNALBOX_KONG_STATUS: this.kong.statusUrl,
      SIGNALBOX_LABELS: this.plan.labels,
      SIGNALBOX_DRIFT: this.plan.quirk === "changed by hand" ? "report" : "heal",
    });
  }

  /** What somebody does who changes a node behind Signalbox's back. */
  async changeByHand(): Promise<void> {
    const body = '_format_version: "3.0"\nservices:\n- name: tried-by-hand\n  host: localhost\n';
    await fetch(`${this.kong.adminUrl}/config`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body });
  }

  /** What the agent has said, for when a wait fails. */
  log = (): string => this.agent?.output() ?? "";

  async stopAgent(): Promise<void> {
    await this.agent?.stop();
    this.agent = undefined;
  }

  async close(): Promise<void> {
    await this.stopAgent();
    await this.kong.close();
  }
}
