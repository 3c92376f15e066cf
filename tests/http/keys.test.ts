import { createPublicKey, verify } from "node:crypto";
import { expect, it } from "vitest";
import { createKeyRing } from "@/server/at-rest/seal";
import { createRuntimeApi } from "@/server/runtime-api/runtime-api";
import { createWorld } from "../support/world";

it("the signature of a config verifies with the PEM that /keys gives, and not for another version or group", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  await world.publish(world.ours, {});
  const pem = await (await world.request("GET", "/keys", { token, headers: { Accept: "application/x-pem-file" } })).text();
  expect(pem.split("\n")[0]).toBe(`# keyid: ${world.ours.keyId}`);
  const { headers } = await world.request("GET", "/config", { token });
  const params = headers.get("signature-input")?.replace(/^sig1=/, "") ?? "";
  const created = Number(/;created=(\d+);/.exec(params)?.[1]);
  expect(created * 1000).toEqual(world.clock.justNow());
  expect(params).toBe(`("unencoded-digest" "config-version" "signalbox-group");created=${created};keyid="${world.ours.keyId}";alg="ed25519"`);
  const signature = Buffer.from(/^sig1=:(.+):$/.exec(headers.get("signature") ?? "")?.[1] ?? "", "base64");
  const isSigned = (version: string | null, group: string | null) => {
    const base = [
      `"unencoded-digest": ${headers.get("unencoded-digest")}`,
      `"config-version": ${version}`,
      `"signalbox-group": ${group}`,
      `"@signature-params": ${params}`,
    ].join("\n");
    return verify(null, Buffer.from(base), createPublicKey(pem.slice(pem.indexOf("-----BEGIN"))), signature);
  };
  expect(isSigned(headers.get("config-version"), headers.get("signalbox-group"))).toBe(true);
  expect(isSigned("2", world.ours.groupId)).toBe(false);
  expect(isSigned("1", world.theirs.groupId)).toBe(false);
});

it("the JWKS holds the own org's public keys alone, and nobody gets them without a credential", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const answer = await world.request("GET", "/keys", { token });
  const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
  expect(keys).toMatchObject([{ kty: "OKP", crv: "Ed25519", kid: world.ours.keyId, alg: "EdDSA", use: "sig" }]);
  expect(keys[0]).not.toHaveProperty("d");
  expect((await world.request("GET", "/keys")).status).toBe(401);
});

it("whatever the runtime API tells is taken for what it says it is, shown in no frame and kept by nobody", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const answers = [await world.request("GET", "/keys", { token }), await world.request("GET", "/keys"), await world.request("GET", "/nothing", { token })];
  expect(answers.map((answer) => answer.status)).toEqual([200, 401, 404]);
  for (const { headers } of answers) {
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect([headers.get("x-content-type-options"), headers.get("cache-control")]).toEqual(["nosniff", "no-store"]);
  }
});

it("where the runtime API is reached by HTTPS it says to stay with that, in refusals and in answers without a body too", async () => {
  await using world = await createWorld();
  const api = createRuntimeApi({ db: world.db, now: () => world.clock.now, keys: createKeyRing(Buffer.alloc(32, 7)), isHttps: true });
  const { credential } = await world.enroll(world.ours);
  const ask = (method: string, path: string) =>
    api.handle(new Request(`http://runtime/api/runtime/v1${path}`, { method, headers: { Authorization: `Bearer ${credential}` } }), { address: "192.0.2.1" });
  const answers = [await ask("GET", "/config"), await ask("GET", "/keys"), await ask("HEAD", "/keys"), await ask("GET", "/nothing")];
  await api.close();
  expect(answers.map((answer) => answer.status)).toEqual([204, 200, 200, 404]);
  for (const { headers } of answers) expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});
