import { expect, it } from "vitest";
import { contentSecurityPolicy, isFromElsewhere, pageHeaders } from "@/server/domain/page-guard";

const URL_HERE = "https://signalbox.example.com";
const ask = (change: object) => isFromElsewhere({ method: "POST", secFetchSite: null, origin: null, host: "signalbox.example.com", ...change }, URL_HERE);

it.each([
  ["a page of ours", { secFetchSite: "same-origin", origin: URL_HERE }, false],
  ["the address bar", { secFetchSite: "none" }, false],
  ["another site", { secFetchSite: "cross-site", origin: "https://evil.example" }, true],
  ["another host of our domain", { secFetchSite: "same-site", origin: "https://blog.example.com" }, true],
  ["a link of another site, to read", { method: "GET", secFetchSite: "cross-site" }, false],
  ["no browser", {}, false],
  ["an old browser's page of ours", { origin: URL_HERE }, false],
  ["an old browser's page of another site", { origin: "https://evil.example" }, true],
  ["a sandboxed frame", { origin: "null" }, true],
  ["a page of ours behind a proxy that tells its own host", { origin: URL_HERE, host: "10.0.0.1:3000" }, false],
  ["a page of ours by another name of this machine", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, false],
])("a change sent by %s is judged by where it was made", (_, change, isElsewhere) => {
  expect(ask(change)).toBe(isElsewhere);
});

it("no policy lets a script run that stands in a page's text, nor lets a page be framed", () => {
  const policy = contentSecurityPolicy("abc", { isDev: false });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

it("browsers are told to stay with HTTPS, on hosts below this one too, where that is how the console is reached, and there alone", () => {
  expect(pageHeaders("a", { isHttps: true, isDev: false })["Strict-Transport-Security"]).toBe("max-age=31536000; includeSubDomains");
  expect(pageHeaders("a", { isHttps: false, isDev: false })).not.toHaveProperty("Strict-Transport-Security");
});
