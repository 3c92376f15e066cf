import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { shellQuote } from "@/server/domain/setup-script/quote";
import { type Platform, renderSetup, type SetupInput } from "@/server/domain/setup-script/render";

const TOKEN = `sbe_${"A".repeat(49)}`;
const base: SetupInput = {
  platform: "universal",
  serverUrl: "https://signalbox.example.com",
  groupName: "default",
  enrollmentToken: TOKEN,
  image: "kong:3.9",
  instanceId: "0d57c3f1-0c1d-4d2b-b971-8c47ee543118",
  instanceName: "kong-0d57c3f1",
  labels: { zone: "eu" },
  proxyPort: 8000,
  proxySslPort: 8443,
  statusPort: 8100,
  isEphemeral: false,
  agentSha256: "a".repeat(64),
  signingKeyId: "sbk-0123456789abcdef",
};
const PLATFORMS: Platform[] = ["docker", "compose", "kubernetes", "universal"];
const hostile = { ...base, serverUrl: "https://h/$(touch pwned)'\"`touch pwned`", labels: { "a'b": '"; touch pwned; $(touch pwned) `touch pwned` \\' } };

const codeOf = (input: SetupInput) => renderSetup(input).blocks.map((block) => block.code).join("\n");
const has = (tool: string) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

/** The here-document that a block writes to a file of this name. */
function fileIn(input: SetupInput, name: string): string {
  const code = codeOf(input);
  const start = code.indexOf("\n", code.indexOf(`${name}`, code.indexOf("cat >"))) + 1;
  return code.slice(start, code.indexOf("\nEND_OF_FILE", start));
}

describe.each(PLATFORMS)("%s", (platform) => {
  it.each([["sh", ["-n"]], ["dash", ["-n"]], ["bash", ["-n"]], ["shellcheck", ["-s", "sh", "-e", "SC1091,SC2317,SC2016,SC2089,SC2090,SC1003"]]])("passes %s", (tool, args) => {
    if (!has(tool)) return;
    const folder = mkdtempSync(join(tmpdir(), "signalbox-script-"));
    for (const [index, block] of renderSetup({ ...hostile, platform }).blocks.entries()) {
      const file = join(folder, `${index}.sh`);
      writeFileSync(file, `#!/bin/sh\n${block.code}\n`);
      const checked = spawnSync(tool, [...args, file], { encoding: "utf8" });
      expect([block.id, checked.stdout + checked.stderr, checked.status]).toEqual([block.id, "", 0]);
    }
    rmSync(folder, { recursive: true });
  });

  it("leaves nothing to substitute, and names each setting once with its meaning", () => {
    const plan = renderSetup({ ...base, platform });
    expect(codeOf({ ...base, platform })).not.toMatch(/<[A-Z_-]{3,}>|YOUR_|CHANGEME|REPLACE/i);
    expect(plan.settings.filter((setting) => setting.meaning === "")).toEqual([]);
    expect(new Set(plan.settings.map((setting) => setting.name)).size).toBe(plan.settings.length);
  });

  it("emits no setting that open-source Kong 3.9 does not know", () => {
    expect(codeOf({ ...base, platform })).not.toMatch(/konnect_mode|vitals|cluster_telemetry/i);
  });

  it("keeps the token off every command line: it stands once, on a line of its own", () => {
    const lines = codeOf({ ...base, platform }).split("\n").filter((line) => line.includes(TOKEN));
    expect(lines).toEqual([TOKEN]);
  });

  it("runs hostile labels and addresses as text", () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-hostile-"));
    for (const tool of ["curl", "docker", "kubectl", "helm", "systemctl", "kong", "sha256sum", "mkdir", "chmod"]) writeFileSync(join(folder, tool), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const work = mkdtempSync(join(tmpdir(), "signalbox-work-"));
    // Whatever a block writes goes below the work folder, and its agent is not run.
    const code = codeOf({ ...hostile, platform }).replace(/(['" ])\/etc\//g, `$1${work}/`).replace(/^sh .*runtime-agent\.sh.*$/m, ":");
    spawnSync("sh", ["-c", code], { cwd: work, env: { PATH: `${folder}:${process.env.PATH}`, NODE_ENV: "test" } });
    expect(readdirSync(work).filter((name) => name.includes("pwned"))).toEqual([]);
    for (const each of [folder, work]) rmSync(each, { recursive: true });
  });
});

it("Compose doubles what it would substitute, and shares one network namespace", () => {
  const file = parse(fileIn({ ...hostile, platform: "compose" }, "compose.yaml")) as { services: Record<string, { network_mode?: string; environment: Record<string, string> }> };
  expect(file.services.agent?.network_mode).toBe("service:kong");
  expect(file.services.agent?.environment.SIGNALBOX_URL).toBe(hostile.serverUrl.replaceAll("$", "$$$$"));
  expect(file.services.kong?.environment.KONG_ADMIN_LISTEN).toBe("127.0.0.1:8001");
});

it("Helm values run the agent as a sidecar, each pod under an id of its own", () => {
  const values = parse(fileIn({ ...base, platform: "kubernetes" }, "values.yaml")) as Record<string, never> & {
    ingressController: { enabled: boolean };
    env: Record<string, unknown>;
    deployment: { sidecarContainers: { env: { name: string; valueFrom?: unknown }[]; volumeMounts: { name: string }[] }[]; userDefinedVolumes: { name: string }[] };
  };
  expect(values.ingressController.enabled).toBe(false);
  expect(values.env).toMatchObject({ database: "off", admin_listen: "127.0.0.1:8001", node_id: { valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } } });
  const [agent] = values.deployment.sidecarContainers;
  const volumes = values.deployment.userDefinedVolumes.map((volume) => volume.name);
  expect(agent?.volumeMounts.map((mount) => mount.name)).toEqual(volumes);
  expect(agent?.env.find((each) => each.name === "SIGNALBOX_INSTANCE_ID")?.valueFrom).toBeDefined();
});

it("a value of two lines is refused, never split into a second setting", () => {
  expect(() => renderSetup({ ...base, serverUrl: "https://h\nKONG_LUA=1" })).toThrow("SIGNALBOX_URL must be one line.");
});

it("a quoted word comes out of a real shell as it went in", () => {
  const text = fc.string({ unit: "grapheme" }).filter((each) => !each.includes("\0"));
  fc.assert(
    fc.property(text, (word) => spawnSync("sh", ["-c", `printf %s ${shellQuote(word)}`]).stdout.toString("utf8") === Buffer.from(word).toString("utf8")),
    { numRuns: 100 },
  );
});
