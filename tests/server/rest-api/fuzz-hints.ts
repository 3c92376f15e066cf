import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { documentOf } from "@/tests/support/versions-world";
import type { Hints } from "@/tests/support/schema-values";

/** Stands for what answers have told: of the things below that path, one of the last; or for the group that all is about. */
interface Known {
  known: string;
  at: number;
}
/** One of the things that are listed at that path. */
export const knownAt = (path: string): fc.Arbitrary<Known> => fc.nat(1000).map((at) => ({ known: path, at }));
const PAGE = "?cursor";
/** Where the next page of the list at that path begins; undefined where that is not told. */
export const pageAt = (path: string): fc.Arbitrary<Known> => knownAt(path + PAGE);

const isKnown = (value: unknown): value is Known => typeof value === "object" && value !== null && "known" in value && "at" in value;
const often = (arbitrary: fc.Arbitrary<unknown>, ...others: fc.Arbitrary<unknown>[]) => fc.oneof({ weight: 6, arbitrary }, ...others);

const ORG = "/orgs/{org}";
const GROUP = `${ORG}/runtime-groups/{groupId}`;
/** Where instances are listed. */
export const INSTANCES = `${GROUP}/instances`;
const THE_GROUP = fc.constant<Known>({ known: GROUP, at: 0 });
const VERSION = often(knownAt(`${GROUP}/config-versions`), fc.constantFrom(0, -1, 1e21, 1_000, "x"));

const hosts = fc.constantFrom("echo.internal", "b.internal", "c.internal", "d.internal");
/** Worth sending as a whole configuration. */
export const documents = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(hosts, fc.constantFrom("", "plugins:\n- name: key-auth\n")).map(([host, more]) => documentOf(host, more)) },
  fc.constantFrom("_format_version: '3.0'\n", "a: [1", "{}", "services: 3\n"),
  fc.string({ maxLength: 100, unit: "binary" }),
);
const kinds = often(
  fc.constantFrom("services", "consumers", "plugins"),
  fc.constantFrom("routes", "upstreams", "certificates", "consumer_groups"),
  fc.constantFrom("no_such_kind", "Bad Kind"),
);
const fields = fc.oneof(
  fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), host: hosts }),
  fc.record({ name: fc.constantFrom("key-auth", "cors", "rate-limiting"), config: fc.constantFrom({}, { minute: 5 }, 7) }),
  fc.record({ username: fc.stringMatching(/^[a-z]{1,6}$/) }),
  fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
);

const labels = often(
  fc.constantFrom({}, { ring: "canary" }, { stage: "prod", zone: "a" }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })),
);
const selector = often(fc.constantFrom({ ring: "canary" }, { stage: "prod", zone: "a" }), labels);
const percent = fc.integer({ min: 0, max: 100 });
const gate = fc.record({ appliedPercent: percent, readyMinutes: fc.nat(60), timeLimitMinutes: fc.nat(60), needsApproval: fc.boolean() }, { requiredKeys: [] });
const stage = (reach: fc.Arbitrary<unknown>) => fc.record({ reach, gate });
const stages = often(
  fc
    .tuple(fc.array(stage(fc.oneof(fc.record({ percent }), fc.record({ selector }))), { maxLength: 2 }), stage(fc.constant({ percent: 100 })))
    .map(([first, last]) => [...first, last]),
  fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
);

/** What members are worth trying with, by their names. */
export const HINTS: Hints = {
  kind: kinds,
  id: often(knownAt(`${GROUP}/draft/entities/{kind}`), fc.uuid()),
  groupId: fc.oneof({ weight: 20, arbitrary: THE_GROUP }, knownAt(`${ORG}/runtime-groups`), fc.uuid(), fc.string({ maxLength: 10 })),
  groupIds: fc.array(often(THE_GROUP, fc.uuid()), { minLength: 1, maxLength: 2 }),
  org: fc.oneof({ weight: 20, arbitrary: fc.constant("ours") }, fc.constantFrom("theirs", "nobody's")),
  instanceIds: fc.array(often(knownAt(INSTANCES), fc.uuid()), { maxLength: 3 }),
  channelId: often(knownAt(`${ORG}/channels`), fc.uuid()),
  version: VERSION,
  number: VERSION,
  from: fc.oneof(VERSION, fc.constant("draft")),
  to: fc.oneof(VERSION, fc.constant("draft")),
  // The group that all else is about stays.
  confirmName: fc.constant("no such name"),
  confirmDependents: fc.nat(3),
  confirmCount: fc.integer({ min: 0, max: 6 }),
  revision: often(fc.constant(1), fc.constantFrom(0, 2, "x")),
  timeout: often(fc.constant(0), fc.constantFrom(61, "long")),
  limit: often(fc.constantFrom(1, 2, 50, 200), fc.constantFrom(0, 201, "x")),
  cursor: fc.constantFrom("", "MQ", "x y", Buffer.from("50 9").toString("base64url"), Buffer.from("-5 5").toString("base64url")),
  text: documents,
  source: documents,
  fields,
  labels,
  set: labels,
  selector,
  stages,
  tags: often(fc.constantFrom([], ["stable"], ["v1.0", "ring/2"]), fc.array(fc.string({ maxLength: 5 }), { maxLength: 2 })),
  cron: often(
    fc.constantFrom("0 18 * * FRI", "0 0 1 1 *", "30 9-17 1-7 * *"),
    fc.constantFrom("0 0 30 2 *", "*/5 * * * *", "* * *"),
    fc.string({ maxLength: 12 }),
  ),
  timeZone: often(fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Chatham"), fc.string({ maxLength: 12 })),
  url: often(
    fc.constantFrom("https://hooks.example.com/x", "https://away.example.com/x"),
    fc.constantFrom("http://hooks.example.com/", "ftp://x", "https://a@b.example.com"),
  ),
  addresses: fc.array(often(fc.constantFrom("ada@example.com", "ops@example.com"), fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 2 }),
};

const MOST_REMEMBERED = 5;

/** What answers have told so far. */
export class Told {
  private readonly at = new Map<string, unknown[]>();
  private readonly entities: { kind: string; id: string }[] = [];

  constructor(
    groupId: string,
    /** What is told but not used: the token that all is asked with stays. */
    private readonly spared: string,
  ) {
    this.at.set(GROUP, [groupId]);
  }

  /** Hears what a request to that path was answered: the items of a list, or what was made there. */
  hear(path: string, answer: unknown): void {
    if (typeof answer !== "object" || answer === null) return;
    for (const [, kind = "", id = ""] of JSON.stringify(answer).matchAll(/"kind":"(\w+)","id":"([0-9a-f-]{36})"/g))
      if (!this.entities.some((each) => each.id === id)) this.entities.push({ kind, id });
    const items = "items" in answer && Array.isArray(answer.items) ? answer.items : [answer];
    // Most lists have the newest first.
    for (const { id, number, revision } of items.toReversed()) this.note(path, id ?? number ?? revision);
    if ("next_cursor" in answer) this.note(path + PAGE, answer.next_cursor);
  }

  /** Puts what was told into the places that stand for it; a kind and an id side by side become those of one entity. */
  settle(value: unknown): unknown {
    if (isKnown(value)) return this.lastOf(value);
    if (Array.isArray(value)) return value.map((each) => this.settle(each));
    if (typeof value !== "object" || value === null) return value;
    const settled = Object.entries(value).map(([key, each]) => [key, this.settle(each)]);
    const entity = "kind" in value && "id" in value && isKnown(value.id) ? this.entities.at(-1 - (value.id.at % MOST_REMEMBERED)) : undefined;
    return { ...Object.fromEntries(settled), ...entity };
  }

  private note(path: string, one: unknown): void {
    if (one === undefined || one === null || one === this.spared) return;
    const others = (this.at.get(path) ?? []).filter((each) => each !== one);
    this.at.set(path, [...others, one].slice(-MOST_REMEMBERED));
  }

  private lastOf({ known, at }: Known): unknown {
    const told = this.at.get(known) ?? [];
    // The last one every other time: of rollouts no other goes on.
    return told.at(at % 2 === 0 ? -1 : at % Math.max(1, told.length)) ?? (known.endsWith(PAGE) ? undefined : randomUUID());
  }
}
