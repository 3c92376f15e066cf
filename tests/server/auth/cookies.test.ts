import { expect, it } from "vitest";
import { authCookies, deviceCookie } from "@/server/auth/cookies";

const cookiesAt = (url: string) => [...Object.values(authCookies({ url }) ?? {}), deviceCookie({ url })];

it("on HTTPS every cookie is bound to the host, secure, and out of scripts' reach", () => {
  const all = cookiesAt("https://signalbox.example.com");
  expect(all).toHaveLength(8);
  for (const cookie of all) {
    expect(cookie).toEqual({ name: expect.stringMatching(/^__Host-/), options: { httpOnly: true, sameSite: "lax", path: "/", secure: true } });
  }
});

it("on plain HTTP every cookie has its plain name, and is out of scripts' reach", () => {
  for (const cookie of cookiesAt("http://localhost:3000")) {
    expect(cookie).toEqual({ name: expect.not.stringMatching(/^__/), options: { httpOnly: true, sameSite: "lax", path: "/", secure: false } });
  }
});
