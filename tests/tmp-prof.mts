import { parseConfigDocument } from "../server/domain/config-document/parse";
import { importFiles } from "../server/domain/import/import-files";
import { restoreDocument } from "../server/domain/configuration/secrets";
import { makeKongId } from "../server/kong-ids";
import { checkConfigDocument } from "../server/domain/config-document/check";
import { readDocument } from "../server/domain/configuration/read-document";
import { writeDocument } from "../server/domain/configuration/write-document";
import { mergeConfigurations } from "../server/domain/configuration/merge";
import { diffConfigurations } from "../server/domain/configuration/diff-configurations";
import { EMPTY_CONFIGURATION } from "../server/domain/configuration/configuration";
import { checkChanges } from "../server/draft-store/check-changes";
import { checkConfiguration } from "../server/draft-store/check-configuration";
import { describeChanges, compareConfigurations } from "../server/draft-store/review-configuration";
import { canonicalizeConfig } from "../server/domain/config-document/canonical";
import { CATALOG } from "../server/domain/catalog/catalog";
import { NAMED_CHECKS } from "../server/domain/kong-schema/named-checks";
const services = Number(process.argv[2] ?? 1000);
const list = Array.from({ length: services }, (_, n) => ({
    name: `service-${n}`, host: `service-${n}.example.internal`, port: 8080, tags: [`team-${n % 50}`],
    routes: [0, 1].map((r) => ({ name: `route-${n}-${r}`, paths: [`/service-${n}/${r}`], methods: ["GET", "POST"], tags: [`team-${n % 50}`] })),
    ...(n % 2 === 0 ? { plugins: [{ name: "rate-limiting", config: { minute: 60, policy: "local" } }] } : {}),
}));
const consumers = Array.from({ length: services }, (_, n) => ({ username: `consumer-${n}`, custom_id: `c-${n}` }));
const text = JSON.stringify({ _format_version: "3.0", services: list, consumers });
const t = <T,>(name: string, f: () => T): T => { const a = process.cpuUsage(); const r = f(); const u = process.cpuUsage(a); console.log(name, Math.round((u.user+u.system)/1000)); return r; };
const s = { schemas: CATALOG, named: NAMED_CHECKS, now: Date.now() };
console.log("MB", text.length/1e6);
const imp = t("importFiles", () => importFiles([{ name: "a", text }]));
if (!imp.ok) throw new Error(JSON.stringify(imp.findings));
const { document } = t("restore", () => restoreDocument(imp.document, EMPTY_CONFIGURATION, makeKongId, CATALOG));
t("structure", () => checkConfigDocument(document, makeKongId));
const read = t("read", () => readDocument(document, makeKongId));
const after = t("merge", () => mergeConfigurations(EMPTY_CONFIGURATION, read, { mode: "replace" }, () => true));
const changes = t("diff", () => diffConfigurations(EMPTY_CONFIGURATION, after, CATALOG));
t("checkChanges", () => checkChanges(changes, after, s));
t("describe", () => describeChanges(changes, EMPTY_CONFIGURATION, after, CATALOG));
t("stringify", () => JSON.stringify(changes));
const f = t("checkConfiguration", () => checkConfiguration(after, [], Date.now()));
console.log(f.length, f[0]);
t("compare", () => compareConfigurations(EMPTY_CONFIGURATION, after, CATALOG));
t("write", () => writeDocument(after));
const c = t("write+canonical", () => canonicalizeConfig(writeDocument(after), makeKongId));
t("parse+read back", () => readDocument(JSON.parse(c.json), makeKongId));
t("parse", () => JSON.parse(c.json));
console.log(c.json.length, process.memoryUsage().rss/1e6);
