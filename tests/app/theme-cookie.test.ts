import { expect, it } from "vitest";
import { themeCookie, themeIn } from "@/app/theme-cookie";

const jar = (cookies: Record<string, string | undefined>) => ({ get: (name: string) => (name in cookies ? { value: cookies[name] ?? "" } : undefined) });

it("on HTTPS the theme is bound to this very host, and on plain HTTP it is kept as well", () => {
  expect(themeCookie("dark", true)).toMatch(/^__Host-theme=dark; path=\/; .*; secure$/);
  expect(themeCookie("dark", false)).toMatch(/^theme=dark; path=\/; (?!.*secure)/);
});

it("a theme that was kept on HTTPS wins over an older one", () => {
  expect([{}, { theme: "light" }, { theme: "light", "__Host-theme": "dark" }].map((cookies) => themeIn(jar(cookies)))).toEqual([undefined, "light", "dark"]);
});
