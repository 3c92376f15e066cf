import type { RuntimeApi } from "../runtime-api/runtime-api";
import { enrollmentTokenFor, publishSamples, type SampleOrg } from "./sample-org";
import type { Story } from "./story";

const SIZES = { "edge-eu": 120, "edge-us": 60, staging: 20 };
const GATEWAY_VERSIONS = ["3.9.3", "3.9.3", "3.9.3", "3.9.1", "3.8.0"];
const REFUSAL = JSON.stringify({
  code: 14,
  name: "invalid declarative configuration",
  message: "declarative config is invalid",
  fields: {},
  flattened_errors: [
    {
      entity_type: "plugin",
      entity_name: "correlation-id",
      errors: [{ type: "field", field: "name", message: "plugin 'correlation-id' not enabled; add it to the 'plugins' configuration property" }],
    },
  ],
});

/** A node that lacks a plugin refuses every document that has it. */
const lacksPlugin = ({ number }: Pick<SpokenNode, "number">): boolean => number % 17 === 0;

/** A node that speaks the protocol in this process, without a Kong behind it: for looking at many at once. */
class SpokenNode {
  private credential = "";

  constructor(
    private readonly api: RuntimeApi,
    readonly number: number,
    private readonly name: string,
  ) {}

  private ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> {
    const request = new Request(`http://localhost/api/runtime/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.credential}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return this.api.handle(request, { address: `192.0.2.${this.number % 250}` });
  }

  async enroll(token: string): Promise<void> {
    this.credential = token;
    const answer = await this.ask("POST", "/enroll", {
      Accept: "text/plain",
      "Instance-Id": crypto.randomUUID(),
      Hostname: this.name,
      Labels: `zone=${this.name.slice(0, 3)}`,
      "Agent-Version": "0.2.0",
    });
    this.credential = /^credential=(.+)$/m.exec(await answer.text())?.[1] ?? "";
    const told = { version: "3.9.3" };
    const node = JSON.stringify({
      version: GATEWAY_VERSIONS[this.number % GATEWAY_VERSIONS.length],
      hostname: this.name,
      plugins: { available_on_server: { "rate-limiting": told, ...(lacksPlugin(this) ? {} : { "correlation-id": told }) } },
    });
    await this.ask("POST", "/reports/node", { "Kong-Ready": this.number % 29 === 0 ? "503" : "200" }, node);
  }

  /** Polls, and applies what is new, or refuses it. */
  async poll(refuses = false): Promise<void> {
    const answer = await this.ask("GET", "/config", {});
    const etag = answer.headers.get("etag");
    if (answer.status !== 200 || !etag) return;
    const verdict = refuses ? { kind: "rejected", status: "400", body: REFUSAL } : { kind: "applied", status: "201", body: "" };
    await this.ask("POST", `/reports/${verdict.kind}`, { "Config-ETag": etag, "Kong-Status": verdict.status }, verdict.body);
  }

  drift = (): Promise<Response> => this.ask("POST", "/reports/drift", { "Kong-Status": "200" }, "{}");
}

/** Adds 200 instances to the sample org, and publishes its versions; some are away, refuse, lag or were changed by hand. */
export async function addEmulatedFleet(story: Story, org: SampleOrg): Promise<void> {
  await publishSamples(org, story, Infinity, 3);
  const nodes: SpokenNode[] = [];
  for (const [group, size] of Object.entries(SIZES)) {
    const token = await enrollmentTokenFor(org, org.groupIds.get(group) ?? "", size);
    for (let number = 1; number <= size; number++) {
      const node = new SpokenNode(story.deps.runtimeApi, number, `${group}-${String(number).padStart(3, "0")}`);
      await node.enroll(token);
      await node.poll();
      nodes.push(node);
    }
  }
  await publishSamples(org, story, 3, 1);
  const lagging = nodes.filter((node) => node.number % 13 !== 0);
  for (const node of lagging) await node.poll();
  await publishSamples(org, story, 1, 0);
  story.setAgo(0);
  for (const node of lagging.filter(({ number }) => number % 11 !== 0)) {
    await node.poll(lacksPlugin(node));
    if (node.number % 23 === 0) await node.drift();
  }
}
