import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createKeyRing, isSealedByNewest, openBytes, openSecret, openText, sealBytes, sealSecret, sealText } from "@/server/at-rest/seal";

const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const PLACE = ["config_contents.body", "org", "group"] as const;

it("what is sealed opens to the same bytes, whatever they are", async () => {
  const keys = createKeyRing(NEW);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      const sealed = await sealBytes(bytes, keys, PLACE);
      expect(new Uint8Array(await openBytes(sealed, keys, PLACE))).toEqual(bytes);
    }),
  );
  for (const text of ["", "ü", "why ".repeat(1000)]) expect(await openText(await sealText(text, keys, PLACE), keys, PLACE)).toBe(text);
});

it("a value opens in its own place alone, and with no bit changed", async () => {
  const keys = createKeyRing(NEW);
  const sealed = await sealBytes(Buffer.from('{"key":"hunter2"}'.repeat(50)), keys, PLACE);
  expect(sealed.includes("hunter2")).toBe(false);
  await expect(openBytes(sealed, keys, ["config_contents.body", "org", "other"])).rejects.toThrow();
  for (const at of [0, 12, 25, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 3, at);
    await expect(openBytes(changed, keys, PLACE)).rejects.toThrow();
  }
});

it("what an older key sealed opens while the ring has that key, and is told from what the newest sealed", async () => {
  const sealed = await sealText("secret", createKeyRing(OLD), PLACE);
  const both = createKeyRing(NEW, [OLD]);
  expect(await openText(sealed, both, PLACE)).toBe("secret");
  expect([isSealedByNewest(sealed, both), isSealedByNewest(await sealText("secret", both, PLACE), both)]).toEqual([false, true]);
  await expect(openText(sealed, createKeyRing(NEW), PLACE)).rejects.toThrow("a data key that the settings do not have");
});

it("what an earlier release wrote still opens: documents and texts in clear, and its sealed private keys", async () => {
  const keys = createKeyRing(NEW, [OLD]);
  expect((await openBytes(Buffer.from("{}"), keys, PLACE)).toString()).toBe("{}");
  expect(await openText("v2.is what Kong said", keys, PLACE)).toBe("v2.is what Kong said");
  const cipher = createCipheriv("aes-256-gcm", OLD, Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update("private key"), cipher.final()]);
  const first = ["v1", ...[Buffer.alloc(12), cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
  expect(openSecret(first, keys, PLACE)).toBe("private key");
  expect(() => openSecret(first, createKeyRing(NEW), PLACE)).toThrow("a data key that the settings do not have");
  expect(() => openSecret("private key", keys, PLACE)).toThrow("not a sealed text");
  expect(openSecret(sealSecret("private key", keys, PLACE), keys, PLACE)).toBe("private key");
});
