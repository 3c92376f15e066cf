import { selectNodeReports } from "../../db/queries/runtime-instances";
import { nodeReportPlace } from "../at-rest/places";
import { openText } from "../at-rest/seal";
import type { Configuration } from "../domain/configuration/configuration";
import { textField } from "../domain/config-document/entity-walk";
import type { ReviewFinding } from "../domain/draft";
import { errorNames } from "../domain/error-names";
import { readNodeReport } from "../domain/node-report";
import type { OrgContext } from "../trpc/init";

/** An instance as a review knows it. */
export interface NodeFact {
  id: string;
  hostname: string;
  gatewayVersion: string | null;
  /** Empty: it has not told. */
  plugins: ReadonlySet<string>;
}

/** Reports are some kilobytes each; a larger fleet is judged by so many of its nodes. */
const MOST_NODES = 500;

/** The group's instances, at most 500, with the plugins that each has loaded. A report that cannot be opened, which the log has then, counts for none. */
export async function instancesOf({ deps, org }: OrgContext, groupId: string): Promise<NodeFact[]> {
  const rows = await selectNodeReports(org, groupId, MOST_NODES);
  const lost: string[] = [];
  const facts = await Promise.all(
    rows.map(async ({ id, hostname, gatewayVersion, nodeReport }) => {
      const opening = nodeReport === null ? "" : openText(nodeReport, deps.keys, nodeReportPlace(org.orgId, id));
      const report = await Promise.resolve(opening).catch((error: unknown) => (lost.push(errorNames(error)), ""));
      return { id, hostname, gatewayVersion, plugins: new Set(readNodeReport(report).plugins) };
    }),
  );
  if (lost.length > 0) console.error(`${lost.length} node reports of group ${groupId} cannot be opened: ${lost[0]}`);
  return facts;
}

/** A finding for each plugin of the configuration that a node has not loaded: such a node refuses the whole document. */
export function findUnloaded({ entities }: Configuration, nodes: readonly NodeFact[]): ReviewFinding[] {
  const telling = nodes.filter(({ plugins }) => plugins.size > 0);
  if (telling.length === 0) return [];
  const names = new Map<string, string>();
  for (const { id, fields } of entities.get("plugins")?.values() ?? []) {
    const name = textField(fields, "name");
    if (name !== undefined && !names.has(name)) names.set(name, id);
  }
  return [...names].flatMap(([name, id]): ReviewFinding[] => {
    const without = telling.filter(({ plugins }) => !plugins.has(name));
    const [first] = without;
    if (!first) return [];
    const isEverywhere = without.length === telling.length;
    const where = without.length === 1 ? first.hostname : `${first.hostname} and ${without.length - 1} more`;
    return [
      {
        severity: isEverywhere ? "error" : "warning",
        message: `The plugin ${name} is not loaded on ${isEverywhere && without.length > 1 ? "any instance" : where}, which would refuse this config version.`,
        cure: `Load it there (KONG_PLUGINS=bundled,${name}), or take it out.`,
        path: [],
        entity: {
          kind: "plugins",
          id,
          name,
        },
        gatewayVersions: [],
        instances: without.slice(0, 20).map((node) => ({
          id: node.id,
          hostname: node.hostname,
        })),
        instanceCount: without.length,
      },
    ];
  });
}
