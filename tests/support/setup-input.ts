import { renderSetup } from "@/server/domain/setup-script/render-setup";
import type { SetupInput } from "@/server/domain/setup-script/setup-plan";

export const TOKEN = `sbe_${"A".repeat(49)}`;

/** What the blocks are made of in tests. */
export const plainInput: SetupInput = {
  platform: "universal",
  serverUrl: "https://signalbox.example.com",
  groupId: "5b1e0a37-3c52-4c3f-9a60-6f1a0f5d1c11",
  enrollmentToken: TOKEN,
  tokenExpiresAt: Date.UTC(2026, 0, 31),
  image: "kong:3.9",
  instanceId: "0d57c3f1-0c1d-4d2b-b971-8c47ee543118",
  labels: { zone: "eu" },
  proxyPort: 8000,
  proxySslPort: 8443,
  isEphemeral: false,
  agentSha256: "a".repeat(64),
  signingKeyId: "sbk-0123456789abcdef",
};

/** The same with values that break out wherever one is not quoted. */
export const hostileInput: SetupInput = {
  ...plainInput,
  serverUrl: "https://h/$(touch pwned)'\"`touch pwned`",
  labels: { "a'b": '"; touch pwned; $(touch pwned) ${HOME} `touch pwned` \\ # \\n' },
};

/** The code of one block. */
export function blockOf(input: SetupInput, id: string): string {
  const block = renderSetup(input).blocks.find((each) => each.id === id);
  if (!block) throw new Error(`${input.platform} has no block ${id}`);
  return block.code;
}

/** What a block's here-document writes to the file of this name, as a shell would. */
export function fileIn(code: string, name: string): string {
  const start = code.indexOf("\n", code.indexOf(name, code.indexOf("cat >"))) + 1;
  return code.slice(start, code.indexOf("\nEND_OF_FILE", start) + 1);
}
