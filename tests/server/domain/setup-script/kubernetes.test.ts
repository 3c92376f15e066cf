import { expect, it } from "vitest";
import { parse } from "yaml";
import { chartVolumes, ChartValues, kongEnvironment } from "@/tests/support/kong-chart";
import { blockOf, fileIn, hostileInput, plainInput } from "@/tests/support/setup-input";

const textOf = (input = plainInput) => fileIn(blockOf({ ...input, platform: "kubernetes" }, "values"), "values.yaml");
const valuesOf = (input = plainInput) => ChartValues.parse(parse(textOf(input)));

function sidecarOf(input = plainInput) {
  const [sidecar] = valuesOf(input).deployment.sidecarContainers;
  if (!sidecar) throw new Error("There is no sidecar.");
  const env = Object.fromEntries(sidecar.env.map((each) => [each.name, "value" in each ? each.value : each.valueFrom.fieldRef.fieldPath]));
  return { ...sidecar, env };
}

it("the values hold only keys that the chart takes, and what a container of a pod may have", () => {
  for (const input of [plainInput, hostileInput, { ...plainInput, image: "kong/kong-gateway:3.10" }]) valuesOf(input);
  expect(valuesOf({ ...plainInput, image: "kong/kong-gateway:3.10" }).image).toEqual({ repository: "kong/kong-gateway", tag: "3.10" });
});

it("Helm, which reads YAML 1.1, reads `off` and the tag 3.9 as text", () => {
  expect(parse(textOf(), { version: "1.1" })).toEqual(parse(textOf()));
  expect(parse(textOf(), { version: "1.1" })).toMatchObject({ env: { database: "off" }, image: { tag: "3.9" } });
});

it("what the chart makes of it: DB-less, the admin API on loopback where the agent looks, status where the probes and the agent look", () => {
  const environment = kongEnvironment(valuesOf({ ...plainInput, proxyPort: 80, proxySslPort: 443 }));
  expect(environment).toMatchObject({
    KONG_DATABASE: "off",
    KONG_ADMIN_LISTEN: "127.0.0.1:8001",
    KONG_ADMIN_GUI_LISTEN: "off",
    KONG_STATUS_LISTEN: "0.0.0.0:8100",
    KONG_PROXY_LISTEN: "0.0.0.0:8000, 0.0.0.0:8443 http2 ssl",
    KONG_PORT_MAPS: "80:8000, 443:8443",
    KONG_ROUTER_FLAVOR: "traditional_compatible",
  });
  const { env } = sidecarOf();
  expect(env.SIGNALBOX_KONG_ADMIN).toBe(`http://${String(environment.KONG_ADMIN_LISTEN)}`);
  expect(env.SIGNALBOX_KONG_STATUS).toBe(`http://127.0.0.1:${String(environment.KONG_STATUS_LISTEN).split(":")[1]}`);
});

it("every pod is an instance of its own, under its own uid, and Kong's node has the same id", () => {
  const values = valuesOf();
  expect(values.env.node_id).toEqual({ valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } });
  expect(sidecarOf().env.SIGNALBOX_INSTANCE_ID).toBe("metadata.uid");
  expect(sidecarOf().env.SIGNALBOX_EPHEMERAL).toBe("1");
});

it("the sidecar can read agent and token and write its state without root: a folder of its own inside the empty volume", () => {
  const { deployment } = valuesOf();
  const { env, volumeMounts, command } = sidecarOf();
  const volumes = deployment.userDefinedVolumes.map((volume) => volume.name);
  expect(volumeMounts.map((mount) => mount.name).sort()).toEqual([...volumes].sort());
  expect(volumes.filter((name) => chartVolumes("kong-5b1e0a37").includes(name))).toEqual([]);
  const mountOf = (path = "") => volumeMounts.find((mount) => path.startsWith(`${mount.mountPath}/`));
  expect(mountOf(command[1])?.readOnly).toBe(true);
  expect(mountOf(env.SIGNALBOX_TOKEN_FILE)?.readOnly).toBe(true);
  // An empty volume belongs to root: chmod of the mounted folder itself would fail.
  expect(mountOf(env.SIGNALBOX_STATE_DIR)?.readOnly).toBeUndefined();
});

it("another group is another release, and the same group the same one", () => {
  const release = (input: typeof plainInput) => /--install (\S+)/.exec(blockOf({ ...input, platform: "kubernetes" }, "helm"))?.[1];
  expect(release(plainInput)).toBe(release({ ...plainInput, instanceId: "aaaaaaaa-0c1d-4d2b-b971-8c47ee543118" }));
  expect(release(plainInput)).not.toBe(release({ ...plainInput, groupId: "aaaaaaaa-3c52-4c3f-9a60-6f1a0f5d1c11" }));
});

it("volumes name the very Secret and ConfigMap that the blocks make", () => {
  const secret = blockOf({ ...plainInput, platform: "kubernetes" }, "secret");
  for (const volume of valuesOf().deployment.userDefinedVolumes) {
    if ("secret" in volume) expect(secret).toContain(`secret generic ${volume.secret.secretName} `);
    if ("configMap" in volume) expect(secret).toContain(`configmap ${volume.configMap.name} `);
  }
});
