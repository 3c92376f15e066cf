import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "@/server/domain/setup-script/quote";
import { renderSetup } from "@/server/domain/setup-script/render-setup";
import { PLATFORMS, type SetupInput } from "@/server/domain/setup-script/setup-plan";
import { blockOf, hostileInput, plainInput, TOKEN } from "@/tests/support/setup-input";

const CHECKERS: [string, string[]][] = [
  ["sh", ["-n"]],
  ["dash", ["-n"]],
  ["bash", ["-n"]],
  ["busybox", ["sh", "-n"]],
  ["shellcheck", ["-s", "sh", "-e", "SC2016"]],
];

const codeOf = (input: SetupInput) =>
  renderSetup(input)
    .blocks.map((block) => block.code)
    .join("\n");
const has = (tool: string) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

/** A folder with commands that only write down what they were called with. */
function recordingTools(folder: string): string {
  const tools = join(folder, "tools");
  spawnSync("mkdir", ["-p", tools]);
  for (const tool of ["docker", "kubectl", "helm", "systemctl", "kong"]) {
    writeFileSync(join(tools, tool), `#!/bin/sh\n{ printf '%s' "\${0##*/}"; printf '\\037%s' "$@"; printf '\\036'; } >>'${folder}/calls'\n`, { mode: 0o755 });
  }
  writeFileSync(join(tools, "id"), "#!/bin/sh\necho 0\n", { mode: 0o755 });
  return tools;
}

/** Runs code as a shell would on a host whose /etc, /var/lib and HOME lie in a folder of their own. */
function paste(code: string, shell = "sh") {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-paste-"));
  const tools = recordingTools(folder);
  const here = code.replace(/(?<=["' >=:])\/(etc|var\/lib)\//g, `${folder}/$1/`);
  const ran = spawnSync(shell, ["-c", here], { cwd: folder, env: { PATH: `${tools}:${process.env.PATH}`, HOME: folder, NODE_ENV: "test" }, encoding: "utf8" });
  const calls = existsSync(join(folder, "calls"))
    ? readFileSync(join(folder, "calls"), "utf8")
        .split("\u001e")
        .filter(Boolean)
        .map((call) => call.split("\u001f"))
    : [];
  return { ...ran, folder, calls, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

describe.each(PLATFORMS)("%s", (platform) => {
  it.for(CHECKERS)("passes %s %s", ([tool, args], { skip }) => {
    if (!has(tool)) skip(`${tool} is not installed`);
    const folder = mkdtempSync(join(tmpdir(), "signalbox-script-"));
    for (const input of [
      { ...plainInput, platform },
      { ...hostileInput, platform, isEphemeral: true },
    ]) {
      for (const [index, block] of renderSetup(input).blocks.entries()) {
        const file = join(folder, `${index}.sh`);
        writeFileSync(file, `#!/bin/sh\n${block.code}\n`);
        const checked = spawnSync(tool, [...args, file], { encoding: "utf8" });
        expect([block.id, checked.stdout + checked.stderr, checked.status]).toEqual([block.id, "", 0]);
      }
    }
    rmSync(folder, { recursive: true });
  });

  it("leaves nothing to substitute", () => {
    expect(codeOf({ ...plainInput, platform })).not.toMatch(/<[A-Z_-]{3,}>|YOUR_|CHANGEME|REPLACE/i);
  });

  it("keeps the token off every command line: it stands once, on a line of its own", () => {
    expect(
      codeOf({ ...plainInput, platform })
        .split("\n")
        .filter((line) => line.includes(TOKEN)),
    ).toEqual([TOKEN]);
  });

  it("runs hostile labels and addresses as text", () => {
    const unchecked = codeOf({ ...hostileInput, platform }).replace(/^\[ .*(stop|exit 1).*$/gm, ":");
    using ran = paste(`mkdir -p /etc/systemd/system; curl() { :; }; mv() { :; }\n${unchecked}`);
    const found = readdirSync(ran.folder, { recursive: true }).map(String);
    expect(found.filter((name) => name.includes("pwned"))).toEqual([]);
    // The blocks did run to where the hostile values are used.
    const written = { docker: "calls", compose: "compose.yaml", kubernetes: "values.yaml", universal: "agent.env" }[platform];
    const file = found.find((name) => name.endsWith(written)) ?? "";
    expect(readFileSync(join(ran.folder, file), "utf8")).toContain("touch pwned");
  });

  it("an agent that is not there, or not the pinned one, stops every block that needs it, and says so", () => {
    const needy = renderSetup({ ...plainInput, platform }).blocks.filter((block) => block.code.includes("runtime-agent.sh") && block.id !== "agent");
    expect(needy.length).toBeGreaterThan(0);
    for (const block of needy) {
      using absent = paste(block.code);
      expect([block.id, absent.status, absent.calls]).toEqual([block.id, 1, []]);
      expect(absent.stderr).toContain("Run the first block.");
      const before = `mkdir -p /etc/signalbox "$HOME"/signalbox/kong-0d57c3f1 "$HOME"/signalbox/kong-5b1e0a37; for each in /etc/signalbox "$HOME"/signalbox/*; do echo forged >"$each/runtime-agent.sh"; done\n`;
      using forged = paste(before + block.code);
      expect([block.id, forged.status, forged.calls]).toEqual([block.id, 1, []]);
      expect(forged.stderr).toContain("is not the agent of this Signalbox");
    }
  });

  it("a download that fails stops the first block, leaves no agent, and does not end the shell it was pasted into", () => {
    using ran = paste(`${blockOf({ ...plainInput, platform, serverUrl: "http://127.0.0.1:1" }, "agent")}\necho "status $?"`);
    expect(ran.stderr).toContain("Stopped: the agent could not be downloaded.");
    expect(ran.stdout).toBe("status 1\n");
    expect(readdirSync(ran.folder, { recursive: true }).filter((name) => /runtime-agent|token/.test(String(name)))).toEqual([]);
  });
});

it("docker gets each setting as one argument, letter by letter", () => {
  const code = blockOf({ ...hostileInput, platform: "docker" }, "run-agent").replace(/\n\[ .*/g, "");
  using ran = paste(code);
  const run = ran.calls.find(([, verb]) => verb === "run") ?? [];
  expect(run).toContain(`SIGNALBOX_URL=${hostileInput.serverUrl}`);
  expect(run).toContain(`SIGNALBOX_LABELS=a'b=${Object.values(hostileInput.labels)[0]}`);
  expect(run).toContain("container:kong-0d57c3f1");
  expect(run).toContain(`${ran.folder}/signalbox/kong-0d57c3f1:/signalbox:ro,Z`);
  expect(run.slice(-2)).toEqual(["buildpack-deps:bookworm-curl", "/signalbox/runtime-agent.sh"]);
});

it("an earlier kong.conf is kept once, and Kong restarted by its own command where there is no systemd unit", () => {
  const code = blockOf(plainInput, "kong").replace("[ -d /run/systemd/system ]", "false");
  using ran = paste(`mkdir -p /etc/kong; echo mine >/etc/kong/kong.conf\n${code}\n${code}`);
  expect([ran.stderr, ran.status]).toEqual(["", 0]);
  expect(readFileSync(join(ran.folder, "etc/kong/kong.conf.before-signalbox"), "utf8")).toBe("mine\n");
  expect(readFileSync(join(ran.folder, "etc/kong/kong.conf"), "utf8")).toContain("admin_listen = 127.0.0.1:8001\n");
  expect(ran.calls.at(-1)).toEqual(["kong", "restart", "-c", `${ran.folder}/etc/kong/kong.conf`]);
});

it("a quoted word comes out of a real shell as it went in", () => {
  const text = fc.string({ unit: "grapheme" }).filter((each) => !each.includes("\0"));
  fc.assert(
    fc.property(text, (word) => spawnSync("sh", ["-c", `printf %s ${shellQuote(word)}`]).stdout.toString("utf8") === Buffer.from(word).toString("utf8")),
    { numRuns: 100 },
  );
});
