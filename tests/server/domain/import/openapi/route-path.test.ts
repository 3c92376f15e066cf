import { describe, expect, it } from "vitest";
import { routePathOf } from "@/server/domain/import/openapi/route-path";

/** What Kong compares with: the path in normal form. */
const matches = (template: string, path: string): RegExpExecArray | null => new RegExp(`^${routePathOf(template)?.path.slice(1)}`).exec(path);

describe("routePathOf", () => {
  it.each([
    ["/", "~/$"],
    ["/users/{id}", "~/users/(?<id>[^/]+)$"],
    ["/users/{user-id}/", "~/users/(?<user_id>[^/]+)/$"],
    ["/{a}/{a}", "~/(?<a>[^/]+)/(?<a_2>[^/]+)$"],
    ["/{1st}/{}/{ü}", "~/(?<p1st>[^/]+)/(?<parameter>[^/]+)/(?<parameter_2>[^/]+)$"],
    ["/f/{name}.{ext}", "~/f/(?<name>[^/]+)\\.(?<ext>[^/]+)$"],
    ["/f/{path+}", "~/f/(?<path>.+)$"],
    ["/a(b)/[c]*+", "~/a\\(b\\)/\\[c\\]\\*\\+$"],
    ["/users{?page,size}", "~/users$"],
    ["//a//{x/y}", "~/a/(?<x_y>[^/]+)$"],
    ["/%7Euser/%c3%9f/%2f/%", "~/~user/ß/%2F/%25$"],
    ["/%2E/a.b", "~/\\./a\\.b$"],
    ["/{", "~/\\{$"],
  ])("%s", (template, path) => expect(routePathOf(template)?.path).toBe(path));

  it.each(["users", "", "/a?b=c", "/a#b", "{id}"])("no request has the path %s", (template) => expect(routePathOf(template)).toBeUndefined());

  it("a route takes its own path as a whole, and no other", () => {
    expect(matches("/v1.0/users/{id}", "/v1.0/users/7")?.groups).toEqual({ id: "7" });
    for (const path of ["/v1.0/users/7/x", "/v1.0/users/", "/v1x0/users/7", "/x/v1.0/users/7"]) expect(matches("/v1.0/users/{id}", path)).toBeNull();
  });

  it("of paths that match one request, the one with the fewest and narrowest parameters is tried first", () => {
    const order = ["/files/{name}", "/files/latest", "/{kind}/{name}", "/files/{name}.{format}"];
    const sorted = order.toSorted((a, b) => (routePathOf(b)?.regexPriority ?? 0) - (routePathOf(a)?.regexPriority ?? 0));
    expect(sorted).toEqual(["/files/latest", "/files/{name}.{format}", "/files/{name}", "/{kind}/{name}"]);
  });

  it("a name of any length becomes one that Kong's engines take", () => {
    const names = [...(routePathOf(`/{${"x".repeat(500)}}/{${"x".repeat(400)}}`)?.path.matchAll(/<(\w+)>/g) ?? [])].map((match) => match[1]?.length);
    expect(names).toEqual([32, 30]);
  });
});
