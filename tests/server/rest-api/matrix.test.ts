import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bearerOfToken } from "@/server/auth/bearer";
import type { Ability } from "@/server/domain/ability";
import type { Operation } from "@/server/rest-api/operation";
import { OPERATIONS } from "@/server/rest-api/operations";
import { Problem } from "@/server/rest-api/problem";
import { createRestApi } from "@/server/rest-api/rest-api";
import { createCaller } from "@/server/trpc/root";
import { CASES } from "@/tests/server/trpc/procedure-cases";
import { addBearers, type Bearer } from "@/tests/support/bearers";
import { granted } from "@/tests/support/draft-world";
import { createRestWorld } from "@/tests/support/rest-world";
import { startRollout } from "@/tests/support/targets";
import { NOT_WRITTEN, withoutWrites } from "@/tests/support/standings";
import { DOCUMENT, requestTo } from "./operation-cases";

/** One request of the matrix, and all that it asks of its caller. */
interface Asked {
  operation: Operation;
  needs: Ability[];
  /** What its input has beside what the operation's case says. */
  more: Record<string, unknown>;
}

/** An operation asks for what its procedure does, and for what the look at the state that `If-Match` names does. */
const needsOf = ({ procedure, seen }: Operation): Ability[] => [procedure, seen?.procedure].flatMap((path) => (path && CASES[path]?.needs) ?? []);

const REQUESTS: Asked[] = OPERATIONS.flatMap((operation) => {
  const asked = { operation, needs: needsOf(operation), more: {} };
  const isExport = operation.procedure === "configVersions.export";
  return isExport ? [asked, { operation, needs: [...asked.needs, "config.reveal"], more: { withSecrets: true } }] : [asked];
});

/** What the table of abilities says; who may gets what the Owner gets. */
function statusFor({ needs }: Asked, { may }: Bearer, asOwner: number): number {
  if (may === "dead") return 401;
  if (needs.length === 0) return asOwner;
  if (may === "foreign") return 404;
  return needs.every(may) ? asOwner : 403;
}

/** The whole of what a refusal of each status may say; that of 401 and that of 404 tell nothing of why. */
const DETAILS: Record<number, RegExp> = {
  401: /^The token is not valid\.$/,
  403: /^(This needs the role \w+; yours here is \w+|(This|A) token (of single groups )?does not (carry [\w.]+|reach this runtime group))\.( Export it with its secrets masked\.)?$/,
  404: /^No such organization\.$/,
};

/** A mail server that takes everything, so that a test message to a channel goes nowhere. */
const sendMail = async (): Promise<void> => {};

/** A world where all that the inputs name is there, so that nothing but a right is missing; writes stop short of the database. */
async function createMatrixWorld() {
  const world = await createRestWorld();
  granted(await world.caller.configVersions.publish({ ...world.at, source: DOCUMENT, message: "m" }));
  const rolloutId = await startRollout({ ...world, db: world.deps.db, api: world.deps.runtimeApi }, world.ours, 1);
  const { revision: seen } = await world.caller.drafts.get(world.at);
  const fields = { host: "b.internal" };
  const { revision } = granted(await world.caller.drafts.saveEntity({ ...world.at, kind: "services", fields, revision: seen }));
  const instanceId = randomUUID();
  await world.addInstance(instanceId, {});
  const asAda = createCaller({ ...world.contextOf(world.ours.user), deps: { ...world.deps, sendMail } });
  const channel = await asAda.notifications.createChannel({ org: world.ours.slug, name: "ops", target: { kind: "mail", addresses: ["ops@example.com"] } });
  const { bearers, tokensAround } = await addBearers(world);
  const deps = { ...withoutWrites(world.deps), sendMail };
  const findBearer = async (token: string, request: { id: string; address: string }) => {
    const found = await bearerOfToken(world.deps, token, request);
    return found && { ...found, context: { ...found.context, deps } };
  };
  const api = createRestApi({ now: deps.now, bearerOf: findBearer, mostRequests: 1_000_000, log: (line) => world.logged.push(line) });
  const at = { org: world.ours.slug, groupId: world.ours.groupId, instanceId, rolloutId, revision, channelId: channel.id };
  const requestOf = ({ operation, more }: Asked, token: string | null) => {
    const { url, init } = requestTo(operation, { ...at, ...more });
    const request = new Request(url, init);
    if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  };
  return {
    ...world,
    bearers,
    tokensAround,
    requestOf,
    /** Of a dead token each request comes from an address of its own, because tries are counted. */
    ask: (asked: Asked, { token, may }: Pick<Bearer, "token" | "may">) =>
      api.handle(requestOf(asked, token), { address: may === "dead" ? randomUUID() : "192.0.2.1" }),
  };
}

let world: Awaited<ReturnType<typeof createMatrixWorld>>;
beforeAll(async () => {
  world = await createMatrixWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const StrictProblem = Problem.strict();

/** What is wrong with a refusal, in words; undefined: nothing. */
async function faultOf(answer: Response): Promise<string | undefined> {
  if (!(answer.status in DETAILS)) return undefined;
  const type = answer.headers.get("content-type");
  if (type !== "application/problem+json") return `is ${type}`;
  const problem = StrictProblem.parse(await answer.json());
  if (problem.status !== answer.status) return `says ${problem.status}`;
  if (answer.status === 401 && answer.headers.get("www-authenticate") !== "Bearer") return "has no challenge";
  return DETAILS[answer.status]?.test(problem.detail) ? undefined : `says ${problem.detail}`;
}

it("every operation serves whom the table of abilities lets in, by role, group and scope of the token, and no other", async () => {
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  for (const asked of REQUESTS) {
    const name = `${asked.operation.id} ${JSON.stringify(asked.more)}`;
    const asOwner = await world.ask(asked, { token: world.tokens.ours, may: () => true });
    const isWrite = asOwner.status === 429 && (await asOwner.clone().text()).includes(NOT_WRITTEN);
    if (!asOwner.ok && !isWrite) wrong.push(`${name} refuses its Owner: ${asOwner.status} ${await asOwner.text()}`);
    const check = async (bearer: Bearer) => {
      const answer = await world.ask(asked, bearer);
      const expected = statusFor(asked, bearer, asOwner.status);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const fault = answer.status === expected ? await faultOf(answer) : `not ${expected}`;
      if (fault) wrong.push(`${name} as ${bearer.who}: ${answer.status} ${fault}`);
    };
    await Promise.all([...world.bearers, ...(await world.tokensAround(asked.needs))].map(check));
  }
  expect(wrong).toEqual([]);
  expect(world.logged).toEqual([]);
  const count = [...statuses.values()].reduce((sum, each) => sum + each, 0);
  const told = [...statuses].sort(([a], [b]) => a - b).map(([status, each]) => `${each} of ${status}`);
  console.info(
    `abilities: ${OPERATIONS.length} operations, ${world.bearers.length} bearers, and tokens of just what is needed, or all but that: ${count} requests (${told.join(", ")})`,
  );
});

it("another org's group reads like a missing one to every operation that names a group", async () => {
  const named = REQUESTS.filter(({ operation }) => operation.path.includes("{groupId}"));
  for (const asked of named) {
    const bodyAt = async (groupId: string) => {
      const answer = await world.handle(world.requestOf({ ...asked, more: { ...asked.more, groupId } }, world.tokens.ours));
      return { ...StrictProblem.parse(await answer.json()), instance: asked.operation.id };
    };
    const foreign = await bodyAt(world.theirs.groupId);
    expect(foreign).toEqual({ ...(await bodyAt(randomUUID())), status: 404 });
  }
});
