import { countNodeKinds, selectInstancesOfKinds, selectPluginSets } from "../../db/queries/plugin-sets";
import type { Configuration } from "../domain/configuration/configuration";
import { type ConfigNeeds, type KindFacts, needsOf, type NodeKind, pluginCure } from "../domain/compatibility";
import type { ReviewFinding } from "../domain/draft";
import type { OrgContext } from "../trpc/init";

/** The instances of a group that are of one kind. */
export interface KindCount extends NodeKind, Pick<KindFacts, "plugins"> {
  count: number;
}

/** What the group's instances are, by kind: what a document is held against costs the same for any fleet. */
export async function kindsOf({ org }: OrgContext, groupId: string): Promise<KindCount[]> {
  const kinds = await countNodeKinds(org, groupId);
  const sets = await selectPluginSets(
    org,
    kinds.flatMap(({ pluginSet }) => pluginSet ?? []),
  );
  return kinds.map((kind) => ({ ...kind, plugins: (kind.pluginSet === null ? undefined : sets.get(kind.pluginSet)) ?? null }));
}

/** So many are told by name. */
const MOST_NAMED = 20;

/** Names some of the instances of kinds; who asks for the same kinds again waits for no read. */
export function instanceNamer({ org }: OrgContext, groupId: string) {
  const known = new Map<string, Promise<ReviewFinding["instances"]>>();
  return (kinds: readonly KindCount[]): Promise<ReviewFinding["instances"]> => {
    const key = JSON.stringify(kinds.map(({ gatewayVersion, pluginSet }) => [gatewayVersion, pluginSet]));
    const naming = known.get(key) ?? selectInstancesOfKinds(org, groupId, kinds, MOST_NAMED);
    known.set(key, naming);
    return naming;
  };
}

const sumOf = (kinds: readonly KindCount[]): number => kinds.reduce((sum, { count }) => sum + count, 0);

/** A finding for each plugin of the configuration that a node has not loaded: such a node refuses the whole document. */
export async function findUnloaded(after: Configuration, kinds: readonly KindCount[], nameOf: ReturnType<typeof instanceNamer>): Promise<ReviewFinding[]> {
  const telling = kinds.filter(({ plugins }) => plugins !== null);
  const { plugins }: ConfigNeeds = needsOf("", after);
  const lacking = [...plugins].map(([name, id]) => ({ name, id, without: telling.filter((kind) => !kind.plugins?.has(name)) }));
  return Promise.all(
    lacking
      .filter(({ without }) => without.length > 0)
      .map(async ({ name, id, without }): Promise<ReviewFinding> => {
        const [instances, instanceCount] = [await nameOf(without), sumOf(without)];
        const isEverywhere = without.length === telling.length;
        const where = instanceCount === 1 ? instances[0]?.hostname : `${instances[0]?.hostname} and ${instanceCount - 1} more`;
        return {
          severity: isEverywhere ? "error" : "warning",
          message: `The plugin ${name} is not loaded on ${isEverywhere && instanceCount > 1 ? "any instance" : where}, which would refuse this config version.`,
          cure: pluginCure(name),
          path: [],
          entity: { kind: "plugins", id, name },
          gatewayVersions: [],
          instances,
          instanceCount,
        };
      }),
  );
}
