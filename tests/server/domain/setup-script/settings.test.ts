import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderSetup } from "@/server/domain/setup-script/render-setup";
import { PLATFORMS, type SetupInput } from "@/server/domain/setup-script/setup-plan";
import { fileIn, hostileInput, plainInput } from "@/tests/support/setup-input";

/** Of the settings that open-source Kong 3.9 knows, those that our blocks may emit. */
const KNOWN_TO_KONG = ["admin_gui_listen", "admin_listen", "database", "node_id", "proxy_listen", "router_flavor", "status_listen"];
/** What the agent reads (its --help). */
const KNOWN_TO_AGENT = [
  "EPHEMERAL",
  "INSTANCE_ID",
  "KONG_ADMIN",
  "KONG_STATUS",
  "LABELS",
  "REQUIRE_SIGNATURE",
  "SIGNING_KEY_ID",
  "STATE_DIR",
  "TOKEN_FILE",
  "URL",
];

const codeOf = (input: SetupInput) =>
  renderSetup(input)
    .blocks.map((block) => block.code)
    .join("\n");
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** The names of Kong's settings that the blocks set, in whatever form the platform wants. */
function kongNames(input: SetupInput): string[] {
  const code = codeOf(input);
  if (input.platform === "kubernetes") {
    const values = parse(fileIn(code, "values.yaml")) as { env: Record<string, unknown> }; // safe because a test of its own checks the shape
    return sorted(Object.keys(values.env));
  }
  if (input.platform === "universal") return sorted([...fileIn(code, "/etc/kong/kong.conf").matchAll(/^(\w+) = /gm)].map((match) => match[1] ?? ""));
  return sorted([...code.matchAll(/\bKONG_([A-Z_]+)(?==|: )/g)].map((match) => match[1]?.toLowerCase() ?? ""));
}

describe.each(PLATFORMS)("%s", (platform) => {
  const input = { ...plainInput, platform, isEphemeral: true };

  it("emits no setting that open-source Kong 3.9 or the agent does not know", () => {
    expect(kongNames(input).filter((name) => !KNOWN_TO_KONG.includes(name))).toEqual([]);
    const agent = [...codeOf(input).matchAll(/\bSIGNALBOX_([A-Z_]+)/g)].map((match) => match[1] ?? "");
    expect(sorted(agent)).toEqual(KNOWN_TO_AGENT);
  });

  it("tells the meaning of exactly the settings that the blocks emit", () => {
    const { settings } = renderSetup(input);
    const names = settings.map((setting) => setting.name);
    expect(new Set(names).size).toBe(names.length);
    expect(settings.filter((setting) => setting.meaning === "" || setting.value === "")).toEqual([]);
    expect(sorted(names.filter((name) => name.startsWith("SIGNALBOX_")))).toEqual(KNOWN_TO_AGENT.map((name) => `SIGNALBOX_${name}`));
    const bare = names.map((name) => name.replace(/^(KONG_|env\.)/, "").toLowerCase());
    expect(sorted(bare.filter((name) => KNOWN_TO_KONG.includes(name)))).toEqual(kongNames(input));
  });

  it("shows the values that the blocks carry", () => {
    const code = codeOf(input);
    const shown = renderSetup(input).settings.filter((setting) => setting.value !== "the pod's uid");
    expect(shown.filter((setting) => !code.includes(setting.value))).toEqual([]);
  });

  it("keeps the admin API on loopback and Kong's own console off", () => {
    expect(codeOf(input)).toMatch(/admin_listen["']?\s*[:=]\s*["']?127\.0\.0\.1:8001\b/i);
    expect(codeOf(input)).toMatch(/admin_gui_listen["']?\s*[:=]\s*["']?off\b/i);
  });

  it("has the agent refuse config whose signature it cannot verify", () => {
    expect(codeOf(input)).toMatch(/SIGNALBOX_REQUIRE_SIGNATURE(=|: |"\n\s+value: )["']?1/);
  });

  it("a value of two lines is refused, never split into a second setting", () => {
    expect(() => renderSetup({ ...input, serverUrl: "https://h\nKONG_LUA=1" })).toThrow("SIGNALBOX_URL must be one line.");
  });
});

it("what was not asked for is not emitted: no labels, not ephemeral", () => {
  for (const platform of ["docker", "compose", "universal"] as const)
    expect(codeOf({ ...plainInput, platform, labels: {} })).not.toMatch(/SIGNALBOX_(LABELS|EPHEMERAL)/);
});

it("systemd reads from agent.env what was meant", () => {
  const file = fileIn(renderSetup(hostileInput).blocks.find((block) => block.id === "systemd")?.code ?? "", "agent.env");
  // systemd.exec(5): inside double quotes a backslash makes the next of "\$` literal; nothing is expanded.
  const read = Object.fromEntries(
    file
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 2, -1).replace(/\\(["\\$`])/g, "$1")]),
  );
  expect(read.SIGNALBOX_URL).toBe(hostileInput.serverUrl);
  expect(read.SIGNALBOX_LABELS).toBe(
    Object.entries(hostileInput.labels)
      .map((pair) => pair.join("="))
      .join(","),
  );
});
