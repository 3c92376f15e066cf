import { createServer } from "node:http";
import { expect, it } from "vitest";
import { callOut } from "@/server/notifications/call-out";
import { addressKind } from "@/server/notifications/public-address";
import { startReceiver } from "@/tests/support/webhook-receiver";

it.each([
  ["93.184.216.34", "public"],
  ["8.8.8.8", "public"],
  ["172.15.255.255", "public"],
  ["172.32.0.0", "public"],
  ["100.63.255.255", "public"],
  ["100.128.0.0", "public"],
  ["2606:4700:4700::1111", "public"],
  ["10.1.2.3", "private"],
  ["127.0.0.1", "private"],
  ["127.255.255.254", "private"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "private"],
  ["::1", "private"],
  ["fd00::1", "private"],
  ["fc00::1", "private"],
  ["0.0.0.0", "none"],
  ["169.254.169.254", "none"],
  ["192.0.0.192", "none"],
  ["192.0.2.1", "none"],
  ["198.18.0.1", "none"],
  ["224.0.0.1", "none"],
  ["240.0.0.1", "none"],
  ["255.255.255.255", "none"],
  ["::", "none"],
  ["::ffff:127.0.0.1", "none"],
  ["::ffff:8.8.8.8", "none"],
  ["::ffff:7f00:1", "none"],
  ["0:0:0:0:0:ffff:7f00:1", "none"],
  ["::127.0.0.1", "none"],
  ["64:ff9b::7f00:1", "none"],
  ["2002:7f00:1::", "none"],
  ["2001::1", "none"],
  ["2001:db8::1", "none"],
  ["fe80::1", "none"],
  ["fec0::1", "none"],
  ["ff02::1", "none"],
  ["localhost", "none"],
])("%s is %s", (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

const call = (url: string, allowsPrivate = true) => callOut({ url, headers: {}, body: "{}", allowsPrivate });

it.each([
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://0177.0.0.1/",
  "https://169.254.169.254/latest/meta-data/",
  "https://10.0.0.1/",
  "https://localhost/",
])("%s is not called unless networks of one's own are opened", async (url) => {
  await expect(call(url, false)).rejects.toThrow(/private network|no host of the internet/);
});

it.each([
  "http://169.254.169.254/",
  "https://169.254.169.254/",
  "https://[fe80::1]/",
  "https://0.0.0.0/",
  "http://example.com/",
  "http://10.0.0.1/",
  "ftp://127.0.0.1/",
])("%s is not called even then", async (url) => {
  await expect(call(url)).rejects.toThrow(/no host of the internet|Only https/);
});

it("a name that leads to this machine is looked at by the connection's own look-up, and refused", async () => {
  await using receiver = await startReceiver();
  const url = receiver.url.replace("127.0.0.1", "localhost").replace("http:", "https:");
  await expect(call(url, false)).rejects.toThrow("private network");
  expect(receiver.received).toEqual([]);
});

it("a redirect is answered as what it is, and not followed", async () => {
  await using receiver = await startReceiver();
  Object.assign(receiver.manners, { status: 302, headers: { Location: receiver.url } });
  expect((await call(receiver.url)).status).toBe(302);
  expect(receiver.received).toHaveLength(1);
});

it("of a long answer the beginning is read and the rest left", async () => {
  const server = createServer((_, response) => {
    const more = () => {
      while (response.write("x".repeat(64 * 1024)));
      response.once("drain", more);
    };
    more();
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  expect((await call(`http://127.0.0.1:${port}/`)).text).toHaveLength(16 * 1024);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

it("that nobody listens, that a name is not known, and that a host speaks no TLS are told in words, without the URL", async () => {
  const gone = await startReceiver();
  await gone.stop();
  await expect(call(`${gone.url}?secret=x`)).rejects.toThrow("The connection was refused.");
  await expect(call("https://nowhere.invalid/?secret=x")).rejects.toThrow(/^The name (is not known|could not be looked up)\.$/u);
  await using receiver = await startReceiver();
  const failed: unknown = await call(receiver.url.replace("http:", "https:")).catch((error: unknown) => error);
  expect(String(failed)).toMatch(/^CallFailed: (Its certificate is not trusted, or its TLS is none|The c)/);
  expect(String(failed)).not.toContain("hook");
});
