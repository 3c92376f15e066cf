import { describe, expect, it } from "vitest";
import { migrateFormat, migratePath } from "@/server/domain/config-document/migrate-format";

describe("migratePath", () => {
  it.each([
    ["/plain", "/plain"],
    ["/a.b", "/a.b"],
    ["/v\\d+/x", "~/v\\d+/x"],
    ["/a(b)", "~/a(b)"],
    ["/%7euser", "/~user"],
    ["/a%2fb", "/a%2Fb"],
    ["/a/./b/../c//d", "/a/c/d"],
    ["/a/..", "/"],
    ["/a/", "/a/"],
    ["/%c3%bc", "/ü"],
    ["/(a)%2e%28%7b", "~/(a)\\.%28\\{"],
    ["/ü", "~/ü"],
  ])("%s becomes %s", (before, after) => expect(migratePath(before)).toBe(after));
});

describe("migrateFormat", () => {
  const routes = [{ paths: ["/a\\d", "/b"] }];

  it("makes a document of 1.1 or 2.1 one of 3.0, and tells which paths it changed", () => {
    for (const version of ["1.1", "2.1"]) {
      const { document, findings } = migrateFormat({ _format_version: version, routes, services: [{ host: "h", routes }] });
      const migrated = [{ paths: ["~/a\\d", "/b"] }];
      expect(document).toEqual({ _format_version: "3.0", routes: migrated, services: [{ host: "h", routes: migrated }] });
      expect(findings.map(({ path }) => path)).toEqual([
        ["routes", 0, "paths", 0],
        ["services", 0, "routes", 0, "paths", 0],
      ]);
    }
  });

  it("leaves a document of 3.0 alone", () => {
    const document = { _format_version: "3.0", routes };
    expect(migrateFormat(document)).toEqual({ document, findings: [] });
  });
});
