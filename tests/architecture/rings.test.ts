import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { sources, textOf } from "./sources";

/** Folders of `server/` that are no feature. */
const SHARED = ["at-rest", "auth", "background", "bin", "domain", "draft-store", "edge", "rest-api", "runtime-api", "seed", "trpc"];

function importsOf(file: string): string[] {
  const found = [...textOf(file).matchAll(/(?<![.\w])(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  return found.map((name) => (name.startsWith("@/") ? name.slice(2) : name.startsWith(".") ? normalize(join(dirname(file), name)) : name));
}

const offenders = (isInside: (file: string) => boolean, isForbidden: (target: string, file: string) => boolean) =>
  sources.filter(isInside).flatMap((file) =>
    importsOf(file)
      .filter((target) => isForbidden(target, file))
      .map((target) => `${file} imports ${target}`),
  );

const featureOf = (path: string): string | undefined => {
  const [, folder, file] = /^server\/([^/]+)\/(.+)/.exec(path) ?? [];
  return folder && file && !SHARED.includes(folder) ? folder : undefined;
};

it("app never imports db", () => {
  expect(
    offenders(
      (file) => file.startsWith("app/"),
      (target) => target.startsWith("db/"),
    ),
  ).toEqual([]);
});

it("server never imports app", () => {
  expect(
    offenders(
      (file) => /^(server|db)\//.test(file),
      (target) => target.startsWith("app/"),
    ),
  ).toEqual([]);
});

/** What domain may import: pure libraries that work in a browser as in the server, for what nobody should write anew. */
const PURE = [
  /^(zod|yaml)$/,
  // Whether Lua code compiles.
  /^luaparse$/,
  // Cron expressions in a time zone, with its changes of the clock: `Date` and `Intl` are all it calls.
  /^croner$/,
  // Certificates and keys: their encodings, and the public half of a private key.
  /^(asn1js|@peculiar\/asn1-[a-z0-9]+|@noble\/curves\/[a-z0-9]+\.js)$/,
];

it("domain imports pure libraries and itself", () => {
  const isAllowed = (target: string) => target.startsWith("server/domain/") || PURE.some((pattern) => pattern.test(target));
  expect(
    offenders(
      (file) => file.startsWith("server/domain/"),
      (target) => !isAllowed(target),
    ),
  ).toEqual([]);
});

it("the runtime API knows no Next, React or tRPC", () => {
  expect(
    offenders(
      (file) => file.startsWith("server/runtime-api/"),
      (target) => /^(next|react|@trpc)/.test(target),
    ),
  ).toEqual([]);
});

it("Next and next-auth live in app, in server/auth and in the commands", () => {
  const isElsewhere = (file: string) => /^(server|db)\//.test(file) && !/^server\/(auth|bin)\//.test(file);
  expect(offenders(isElsewhere, (target) => /^(next|next-auth|@auth\/core)(\/|$)/.test(target))).toEqual([]);
});

it("features never import each other", () => {
  const isForeign = (target: string, file: string) => ![undefined, featureOf(file)].includes(featureOf(target));
  expect(offenders((file) => featureOf(file) !== undefined, isForeign)).toEqual([]);
});

it("db imports nothing of server but domain", () => {
  expect(
    offenders(
      (file) => file.startsWith("db/"),
      (target) => target.startsWith("server/") && !target.startsWith("server/domain/"),
    ),
  ).toEqual([]);
});

it("primitives know no tRPC and no product", () => {
  expect(
    offenders(
      (file) => file.startsWith("app/_ui/"),
      (target) => /^(@trpc|server\/|app\/(?!_ui))/.test(target),
    ),
  ).toEqual([]);
});

it("tenant handles are minted where a membership or a token's own row proves the tenant, and for jobs, which go from one to the next", () => {
  const minters = sources.filter((file) => file !== "db/scoped.ts" && /\bmint(Org|Runtime)Db\(/.test(textOf(file)));
  expect(minters.sort()).toEqual([
    "server/auth/bearer.ts",
    "server/auth/create-org.ts",
    "server/auth/invitation.ts",
    "server/auth/provider-sign-in.ts",
    "server/auth/session.ts",
    "server/background/deliver-due.ts",
    "server/background/each-org.ts",
    "server/rollouts/evaluate.ts",
    "server/runtime-api/credential.ts",
    "server/runtime-api/enroll.ts",
    "server/runtime-api/gone-ephemerals.ts",
    "server/runtime-api/known-instance.ts",
    "server/runtime-instances/archive-silent.ts",
  ]);
});
