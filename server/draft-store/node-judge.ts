import { setTimeout as sleep } from "node:timers/promises";
import { selectPluginSets } from "../../db/queries/plugin-sets";
import { selectToldSchemas, toldSchemasMark } from "../../db/queries/plugin-schemas";
import { isEnterprise } from "../domain/catalog/enterprise";
import { type Compatibility, judgeCompatibility, needsOf, type NodeKind, untold } from "../domain/compatibility";
import { isError } from "../domain/config-document/finding";
import type { DraftFinding } from "../domain/draft";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import type { VersionFinding } from "./check-configuration";
import { draftCacheOf } from "./draft-cache";
import type { VersionSchemas } from "./group-schemas";
import { loadVersion } from "./load-draft";
import { runTask } from "./run-task";

/** What is remembered of one config version: the verdict on each kind of node, and what the check found by each Gateway version's rules. */
export interface Judged {
  verdicts: Map<string, Compatibility | Promise<Compatibility>>;
  findings: Map<string, DraftFinding[] | Promise<DraftFinding[]>>;
}

/** Says of kinds of node whether they can run one config version. */
export interface NodeJudge {
  of(kind: NodeKind): Compatibility | Promise<Compatibility>;
}

/** A page waits so long for the check of a large document; who looks again then has it. */
const MOST_WAIT_MS = 2000;
const NOTHING_LIVE = untold("Nothing is published that this node should run.", "Publish a config version.");
const UNDER_CHECK = untold("The config version is being held against this node's Gateway version.", "Look again in a moment.");

/** The value of that key, made once; where loads are not shared, others are given it only when it is there. */
async function remembered<Value>(kept: Map<string, Value | Promise<Value>>, key: string, isShared: boolean, make: () => Promise<Value>): Promise<Value> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const making = make();
  if (isShared) kept.set(key, making);
  try {
    const made = await making;
    kept.set(key, made);
    return made;
  } catch (error) {
    if (kept.get(key) === making) kept.delete(key);
    throw error;
  }
}

const textOf = ({ message, entity, field }: DraftFinding): string => JSON.stringify([message, entity?.kind, entity?.id, field]);

/** The judge of one config version of a group, by what its instances should run. `number` null: nothing is expected of them. */
export async function nodeJudge(ctx: OrgContext, groupId: string, number: number | null): Promise<NodeJudge> {
  if (number === null) return { of: () => NOTHING_LIVE };
  const { deps, org } = ctx;
  const { judged, loading } = draftCacheOf({ deps, org });
  const key = JSON.stringify([org.orgId, groupId, number, await toldSchemasMark(org)]);
  const { verdicts, findings } = judged.get(key) ?? { verdicts: new Map(), findings: new Map() };
  judged.set(key, { verdicts, findings });
  const isShared = loading !== undefined;

  const check = (name: string, versions: VersionSchemas[]): Promise<DraftFinding[]> =>
    remembered(findings, name, isShared, async () => {
      const configuration = await loadVersion(ctx, groupId, number);
      if (!configuration) return [];
      const found = await runTask(deps, "check", { configuration, versions, now: deps.now() });
      return found.findings.map(({ finding }: VersionFinding) => finding);
    });

  /** Refusals of that Gateway version, and what it does otherwise than the one by whose rules one writes. */
  const findingsOn = async (gatewayVersion: string): Promise<DraftFinding[]> => {
    const told = (await selectToldSchemas(org, [gatewayVersion])).map(({ plugin, schema }) => ({ plugin, schema }));
    const usual = await check("", []);
    if (told.length === 0 && !isEnterprise(gatewayVersion)) return usual.filter(isError);
    const common = new Set(usual.filter((each) => !isError(each)).map(textOf));
    return (await check(gatewayVersion, [{ gatewayVersion, instanceCount: 0, told }])).filter((each) => isError(each) || !common.has(textOf(each)));
  };

  const judge = async ({ gatewayVersion, pluginSet }: NodeKind): Promise<Compatibility> => {
    const content = await loadVersion(ctx, groupId, number);
    if (!content) return untold(`The content of v${number} is not kept any more, so that nothing can be told of it.`, "Publish a later config version.");
    const plugins = pluginSet === null ? null : ((await selectPluginSets(org, [pluginSet])).get(pluginSet) ?? null);
    const facts = { gatewayVersion, plugins, findings: gatewayVersion === null ? [] : await findingsOn(gatewayVersion) };
    return judgeCompatibility(needsOf(`Config version v${number}`, content), facts);
  };

  const judgeLarge = (kind: NodeKind): Promise<Compatibility> =>
    judge(kind).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === "limit")) throw error;
      return untold(`v${number} is too large to be held against this node's Gateway version.`, "Its Kong decides.");
    });

  const asked = new Map<string, Compatibility | Promise<Compatibility>>();
  const verdictOn = (name: string, kind: NodeKind): Promise<Compatibility> => {
    const judging = remembered(verdicts, name, isShared, () => judgeLarge(kind));
    return isShared ? Promise.race([judging, sleep(MOST_WAIT_MS, UNDER_CHECK, { ref: false })]) : judging;
  };
  return {
    of(kind) {
      const name = JSON.stringify([kind.gatewayVersion, kind.pluginSet]);
      const known = asked.get(name) ?? verdictOn(name, kind);
      asked.set(name, known);
      return known;
    },
  };
}
