import { shellQuote } from "./quote";
import type { SetupBlock, SetupInput } from "./setup-plan";

/**
 * The image that runs the agent in containers. Kong's own has no curl. This official one is made for fetching: it has sh,
 * curl, sha256sum, awk and, with the CA certificates, openssl 3, so that signatures are verified there too.
 */
export const AGENT_IMAGE = "buildpack-deps:bookworm-curl";

/** Each block is one subshell: it stops at the first failure and says why, and never ends the shell it is pasted into. */
export const subshell = (lines: string[]): string => ["(", "set -eu", ...lines, ")"].join("\n");

const TOOLS = [
  `stop() { echo "Stopped: $1" >&2; exit 1; }`,
  "sha256() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c 1-64; }",
];

/** Lines that stop a block unless the agent in the folder is the pinned one, so that nothing runs after a failed fetch. */
export const verifiedAgent = (input: SetupInput, folder: string): string[] => [
  `folder=${folder}`,
  ...TOOLS,
  `[ -r "$folder/runtime-agent.sh" ] || stop "$folder/runtime-agent.sh is not there. Run the first block."`,
  `[ "$(sha256 <"$folder/runtime-agent.sh")" = ${shellQuote(input.agentSha256)} ] || stop "$folder/runtime-agent.sh is not the agent of this Signalbox. Run the first block again."`,
];

/** Lines that refuse to go on unless run by root. */
export const asRoot: string[] = [`[ "$(id -u)" = 0 ] || { echo 'Stopped: run this as root.' >&2; exit 1; }`];

/**
 * The block that fetches the agent and keeps the token. The agent gets its name only once its SHA-256 is the pinned one;
 * the token is on no command line, in a file of mode 0600. `folder` is a shell word; `before` runs first.
 */
export const agentBlock = (input: SetupInput, folder: string, before: string[] = []): SetupBlock => ({
  id: "agent",
  title: "Fetch the agent, keep the token",
  explanation:
    "Downloads the agent, checks it against its pinned SHA-256 and stops unless it fits, and writes the enrollment token to a file that only you can read.",
  language: "sh",
  code: subshell([
    ...before,
    "umask 077",
    `folder=${folder}`,
    ...TOOLS,
    `mkdir -p "$folder"`,
    `curl -fsS -o "$folder/runtime-agent.new" ${shellQuote(`${input.serverUrl}/runtime-agent.sh`)} || stop 'the agent could not be downloaded.'`,
    `[ "$(sha256 <"$folder/runtime-agent.new")" = ${shellQuote(input.agentSha256)} ] || { rm -f "$folder/runtime-agent.new"; stop 'the agent is not the one that these blocks were made for: its SHA-256 differs.'; }`,
    `mv -f "$folder/runtime-agent.new" "$folder/runtime-agent.sh"`,
    `cat >"$folder/token" <<'END_OF_TOKEN'`,
    input.enrollmentToken,
    "END_OF_TOKEN",
    `echo "The agent is checked; it and the token are in $folder."`,
  ]),
});
