import { expect, it } from "vitest";
import { readEnv } from "@/server/env";

it("without settings, Signalbox listens on loopback, port 3000", () => {
  expect(readEnv({})).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", url: "http://localhost:3000", SIGNALBOX_DATA: "data" });
});

it.each([
  [{ PORT: "abc" }, "PORT must be a whole number."],
  [{ PORT: "70000" }, "PORT"],
  [{ SIGNALBOX_URL: "console" }, "SIGNALBOX_URL must be a URL"],
  [{ DATABASE_URL: "postgres://x" }, "DATABASE_URL must begin with"],
  [{ SIGNALBOX_DATA_KEY: "short" }, "SIGNALBOX_DATA_KEY must be 32 bytes in base64"],
  [{ SIGNALBOX_OLD_DATA_KEYS: `${Buffer.alloc(32).toString("base64")} short` }, "SIGNALBOX_OLD_DATA_KEYS must be keys of 32 bytes in base64 with commas"],
  [{ AUTH_SECRET: "short" }, "AUTH_SECRET must have at least 32 characters."],
  [{ SIGNALBOX_CRON_SECRET: "short" }, "SIGNALBOX_CRON_SECRET must have at least 32 characters."],
  [{ GITHUB_ID: "1" }, "Set both GITHUB_ID and GITHUB_SECRET"],
  [{ OIDC_ISSUER: "https://id.example.com" }, "Set all of OIDC_ISSUER"],
  [{ OIDC_ISSUER: "http://id.example.com" }, "OIDC_ISSUER must begin with https://"],
])("a wrong setting is named with its cure: %o", (settings, words) => {
  expect(() => readEnv(settings)).toThrow(words);
});

it("an empty setting counts as unset, and the URL loses its last slash", () => {
  expect(readEnv({ PORT: "", SIGNALBOX_URL: "https://signalbox.example.com/" })).toMatchObject({ PORT: 3000, url: "https://signalbox.example.com" });
});

it.each(["https://id.example.com", "http://localhost:8080/realms/a", "http://127.0.0.1:8080", "http://[::1]:8080"])(
  "a provider may be at %s",
  (OIDC_ISSUER) => {
    expect(readEnv({ OIDC_ISSUER, OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" }).OIDC_ISSUER).toBe(OIDC_ISSUER);
  },
);

it("older data keys are a list", () => {
  const [a, b] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
  expect(readEnv({ SIGNALBOX_OLD_DATA_KEYS: `${a}, ${b}` }).SIGNALBOX_OLD_DATA_KEYS).toEqual([a, b]);
});

it.each([
  ["::", "http://localhost:3000"],
  ["::1", "http://localhost:3000"],
  ["2001:db8::7", "http://[2001:db8::7]:3000"],
  ["192.0.2.7", "http://192.0.2.7:3000"],
])("listening on %s, Signalbox is at %s", (HOST, url) => {
  expect(readEnv({ HOST }).url).toBe(url);
});

it("an address that stands in no URL asks for SIGNALBOX_URL, and is fine with one", () => {
  expect(() => readEnv({ HOST: "fe80::1%eth0" })).toThrow("set SIGNALBOX_URL");
  expect(readEnv({ HOST: "fe80::1%eth0", SIGNALBOX_URL: "https://signalbox.example.com" }).HOST).toBe("fe80::1%eth0");
});
