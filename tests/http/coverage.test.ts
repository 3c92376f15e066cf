import { randomUUID } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { enrollmentTokens } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { ROUTES } from "@/server/runtime-api/runtime-api";
import { createTrpcWorld } from "@/tests/support/trpc-world";

/** One request a runtime route. A route without a case fails the first test. */
const CASES: Record<string, { method: string; path: string }> = {
  "GET ^\\/config$": { method: "GET", path: "/config" },
  "POST ^\\/enroll$": { method: "POST", path: "/enroll" },
  "POST ^\\/credential$": { method: "POST", path: "/credential" },
  "POST ^\\/reports\\/([^/]+)$": { method: "POST", path: "/reports/applied" },
  "POST ^\\/sign-off$": { method: "POST", path: "/sign-off" },
  "GET ^\\/schemas$": { method: "GET", path: "/schemas?missing=1" },
  "PUT ^\\/schemas\\/([^/]+)$": { method: "PUT", path: "/schemas/key-auth" },
  "GET ^\\/keys$": { method: "GET", path: "/keys" },
};

/** Doors that answer without a session or credential of their own. This list only shrinks. */
const PUBLIC_DOORS = ["app/api/auth/[...nextauth]/route.ts", "app/api/health/route.ts"];
/** Doors whose requests are checked behind them: by `answerCron`, by `instanceOf`, by `orgProcedure`, and by `bearerOfToken`. */
const GUARDED_DOORS = ["app/api/cron/route.ts", "app/api/runtime/v1/[...path]/route.ts", "app/api/trpc/[trpc]/route.ts", "app/api/v1/[[...path]]/route.ts"];

function doorsIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? doorsIn(path) : name === "route.ts" ? [path] : [];
  });
}

it("every runtime route has a case, and every door of the app is known", () => {
  expect(ROUTES.map((route) => `${route.method} ${route.path.source}`).sort()).toEqual(Object.keys(CASES).sort());
  expect(doorsIn("app").sort()).toEqual([...PUBLIC_DOORS, ...GUARDED_DOORS].sort());
});

it("nobody, a stranger's token and an enrollment token get the same 401 from every runtime route", async () => {
  await using world = await createTrpcWorld();
  const enrollmentToken = newToken("sbe");
  const { orgId, groupId } = world.ours;
  const row = {
    id: randomUUID(),
    orgId,
    groupId,
    tokenHash: hashToken(enrollmentToken),
    expiresAt: world.clock.now + 60_000,
    createdAt: 0,
    createdBy: "owner",
  };
  await world.deps.db.write((tx) => tx.insert(enrollmentTokens).values(row));
  for (const { method, path } of Object.values(CASES)) {
    const bodies = [];
    const strangers = [newToken("sbi"), newToken("sbe"), path === "/enroll" ? newToken("sbe") : enrollmentToken];
    for (const authorization of [undefined, "Bearer x", `Bearer sbi_${"A".repeat(49)}`, "Basic eDp5", ...strangers.map((token) => `Bearer ${token}`)]) {
      const headers = { "Instance-Id": "0d57c3f1-0c1d-4d2b-b971-8c47ee543118", Hostname: "h", ...(authorization ? { Authorization: authorization } : {}) };
      const answer = await world.deps.runtimeApi.handle(new Request(`http://s/api/runtime/v1${path}`, { method, headers }), { address: "::1" });
      const { requestId, ...rest } = (await answer.json()) as { requestId: string };
      expect([path, answer.status, requestId]).toEqual([path, 401, answer.headers.get("request-id")]);
      bodies.push(JSON.stringify(rest));
    }
    expect(new Set(bodies).size).toBe(1);
  }
});
