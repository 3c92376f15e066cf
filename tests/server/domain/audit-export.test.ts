import { expect, it } from "vitest";
import { auditCsv, auditNdjson, type ExportedEntry } from "@/server/domain/audit-export";

const entry = (change: Partial<ExportedEntry> = {}): ExportedEntry => ({
  seq: 1,
  id: "a",
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  actor: "Ada",
  actorKind: "user",
  actorId: "u1",
  action: "org.update",
  target: "Shop",
  groupId: null,
  address: "192.0.2.1",
  requestId: "r1",
  before: '{"name":"Old"}',
  after: '{"name":"Shop"}',
  ...change,
});

it("a CSV line has every fact, quoted as RFC 4180 says, in UTC", () => {
  const [names, line] = auditCsv([entry({ target: 'a "b",\nc' })]).split("\r\n");
  expect(names).toBe("seq,time,actorKind,actor,actorId,action,target,groupId,address,requestId,before,after");
  expect(line).toBe('1,2026-01-02T03:04:05.000Z,user,Ada,u1,org.update,"a ""b"",\nc",,192.0.2.1,r1,"{""name"":""Old""}","{""name"":""Shop""}"');
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("a name like %j is no formula in a spreadsheet", (actor) => {
  expect(auditCsv([entry({ actor })])).toContain(`,'${actor},`);
});

it("an NDJSON line is one JSON object with what was before and after", () => {
  expect(
    auditNdjson([entry({ target: "a\nb" }), entry({ before: null, after: null })])
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { time: "2026-01-02T03:04:05.000Z", target: "a\nb", before: { name: "Old" }, after: { name: "Shop" } },
    { before: null, after: null },
  ]);
});
