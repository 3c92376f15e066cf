import { describe, expect, it } from "vitest";
import { migrateFormat, migratePath } from "@/server/domain/config-document/migrate-format";

const paths: [old: string, migrated: string][] = [
  ["/plain", "/plain"],
  ["/", "/"],
  ["/v\\d+/x", "~/v\\d+/x"],
  ["/a(b)", "~/a(b)"],
  ["/a/../b", "/b"],
  ["/a//b/./c", "/a/b/c"],
  ["/%41%2f", "/A%2F"],
  ["/a b", "~/a b"],
  ["~/x(y)", "~~/x(y)"],
  ["/(%2e%20)", "~/(\\. )"],
  ["/%c3%bc", "/ü"],
  ["/a.b", "/a.b"],
  ["/%7euser", "/~user"],
  ["/a%2fb", "/a%2Fb"],
  ["/a/./b/../c//d", "/a/c/d"],
  ["/a/..", "/"],
  ["/a/", "/a/"],
  ["/(a)%2e%28%7b", "~/(a)\\.%28\\{"],
  ["/ü", "~/ü"],
];

describe("migrateFormat", () => {
  it.each(paths)("writes the path %s as %s", (old, migrated) => {
    expect(migratePath(old)).toBe(migrated);
  });

  it("migrates the routes at top level and in top-level services, says so, and leaves the input alone", () => {
    const route = { name: "r", paths: ["/a(b)", "/c"] };
    const document = { _format_version: "1.1", routes: [route], services: [{ name: "s", host: "h", routes: [route] }], consumers: [] };
    const { document: migrated, findings } = migrateFormat(document);
    const after = { name: "r", paths: ["~/a(b)", "/c"] };
    expect(migrated).toEqual({ _format_version: "3.0", routes: [after], services: [{ name: "s", host: "h", routes: [after] }], consumers: [] });
    expect(findings.map(({ severity, path }) => [severity, path.join(".")])).toEqual([
      ["warning", "routes.0.paths.0"],
      ["warning", "services.0.routes.0.paths.0"],
    ]);
    expect(route.paths[0]).toBe("/a(b)");
  });

  it("takes format 3.0 literally, and anything of a wrong shape as it is", () => {
    const document = { _format_version: "3.0", routes: [{ paths: ["/a(b)"] }] };
    expect(migrateFormat(document).document).toBe(document);
    expect(migrateFormat({ _format_version: "2.1", routes: { a: 1 }, services: [null, { routes: [5, { paths: [5] }] }] }).findings).toEqual([]);
  });
});
