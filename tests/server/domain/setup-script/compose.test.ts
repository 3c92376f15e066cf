import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { blockOf, fileIn, hostileInput, plainInput } from "@/tests/support/setup-input";

/**
 * What a Compose file may hold, of the parts that we write: keys, their forms, and what must fit together. Written from the
 * Compose specification; an unknown key is refused, as Compose does.
 */
const Service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+:[\w.-]+$/),
  hostname: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/)
    .optional(),
  restart: z.enum(["no", "always", "on-failure", "unless-stopped"]),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).optional(),
  environment: z.record(z.string(), z.string()),
  network_mode: z
    .string()
    .regex(/^service:[a-z]+$/)
    .optional(),
  depends_on: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  healthcheck: z.strictObject({ test: z.tuple([z.literal("CMD-SHELL"), z.string()]), interval: z.string().regex(/^\d+s$/) }).optional(),
  volumes: z.array(z.string().regex(/^(\.|[a-z]+):\/[a-z/]+(:ro,Z)?$/)).optional(),
});
const ComposeFile = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.strictObject({})),
});

const textOf = (input = plainInput) => fileIn(blockOf({ ...input, platform: "compose" }, "compose"), "compose.yaml");
const fileOf = (input = plainInput) => ComposeFile.parse(parse(textOf(input)));

it("the Compose file holds only what Compose accepts, and names nothing that is not there", () => {
  for (const input of [plainInput, hostileInput, { ...plainInput, isEphemeral: true }]) {
    const { services, volumes } = fileOf(input);
    for (const service of Object.values(services)) {
      for (const needed of service.depends_on ?? []) expect(services).toHaveProperty(needed);
      if (service.network_mode) expect(services).toHaveProperty(service.network_mode.replace("service:", ""));
      // A service in another's network can publish no port and has no host name of its own.
      if (service.network_mode) expect([service.ports, service.hostname]).toEqual([undefined, undefined]);
      for (const mount of service.volumes ?? []) if (!mount.startsWith(".")) expect(volumes).toHaveProperty(mount.split(":")[0] ?? "");
    }
  }
});

it("readers of YAML 1.1 and 1.2 read the same: `off` and `no` stay text", () => {
  const text = textOf({ ...plainInput, isEphemeral: true });
  expect(parse(text, { version: "1.1" })).toEqual(parse(text));
  expect(fileOf({ ...plainInput, isEphemeral: true }).services.agent?.restart).toBe("no");
});

it("what Compose would substitute is doubled, and so comes out as it was", () => {
  const environment = fileOf(hostileInput).services.agent?.environment ?? {};
  for (const value of Object.values(environment)) expect(value.replaceAll("$$", "")).not.toContain("$");
  expect(environment.SIGNALBOX_URL?.replaceAll("$$", "$")).toBe(hostileInput.serverUrl);
});

it("only the proxy ports are published; the agent shares Kong's network and reads agent and token from a read-only mount", () => {
  const { services } = fileOf({ ...plainInput, proxyPort: 80, proxySslPort: 443 });
  expect(services.kong?.ports).toEqual(["80:80", "443:443"]);
  expect(services.kong?.environment.KONG_PROXY_LISTEN).toMatch(/^0\.0\.0\.0:80 .*, 0\.0\.0\.0:443 http2 ssl/);
  expect(services.agent?.network_mode).toBe("service:kong");
  expect(services.agent?.volumes).toEqual([".:/signalbox:ro,Z", "state:/var/lib/signalbox"]);
  expect(services.agent?.environment.SIGNALBOX_TOKEN_FILE).toBe("/signalbox/token");
  expect(services.agent?.environment.SIGNALBOX_STATE_DIR).toBe("/var/lib/signalbox");
});
