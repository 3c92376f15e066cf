import { CATALOG } from "./catalog/catalog";
import { type Finding, isError } from "./config-document/finding";
import { textField } from "./config-document/entity-walk";
import type { Configuration } from "./configuration/configuration";
import type { InstanceState } from "./instance-state";

/** What decides whether an instance can run a config version: all of one kind can, or none. */
export interface NodeKind {
  /** Null: it has not told. */
  gatewayVersion: string | null;
  /** The hash of the plugins that it has loaded. Null: it has not told. */
  pluginSet: string | null;
}

/** Why a kind of node cannot run a config version, or not as written, and what helps. */
export interface CompatibilityCause {
  message: string;
  cure: string;
  /** The plugin that is not loaded, where it is that. */
  lacks?: string;
  /** The entity that asks for it. */
  entity?: { kind: string; id?: string; name?: string };
}

/** Whether a kind of node can run a config version. Not compatible: `causes` has at least one. */
export interface Compatibility {
  state: InstanceState["compatibility"];
  /** At most ten. */
  causes: CompatibilityCause[];
  /** How many more causes there are. */
  moreCauses: number;
}

/** What a configuration asks of a node. */
export interface ConfigNeeds {
  /** As people call it: "Config version v42". */
  name: string;
  /** The plugins that it uses, each with the id of one entity that does: Kong refuses the whole for one that it has not loaded, a disabled one too. */
  plugins: ReadonlyMap<string, string>;
}

/** What nodes of a kind are, and what the check by their Gateway version found. */
export interface KindFacts {
  gatewayVersion: string | null;
  /** Null: it has not told. */
  plugins: ReadonlySet<string> | null;
  /** Errors are refusals of such a node; warnings are what it does otherwise than Gateway 3.9, by whose rules one writes. */
  findings: readonly Finding[];
}

const MOST_CAUSES = 10;

/** What a configuration asks of a node. */
export function needsOf(name: string, { entities }: Configuration): ConfigNeeds {
  const plugins = new Map<string, string>();
  for (const { id, fields } of entities.get("plugins")?.values() ?? []) {
    const plugin = textField(fields, "name");
    if (plugin !== undefined && !plugins.has(plugin)) plugins.set(plugin, id);
  }
  return { name, plugins };
}

/** What helps a node that has not loaded a plugin. */
export const pluginCure = (plugin: string): string =>
  CATALOG.plugin(plugin)
    ? `It comes with Gateway ${CATALOG.gatewayVersion}: add it to KONG_PLUGINS there (KONG_PLUGINS=bundled), run that Gateway version, or take it out.`
    : `Install it there and add it to KONG_PLUGINS (KONG_PLUGINS=bundled,${plugin}), run kong/kong-gateway where it is one of Enterprise, or take it out.`;

const isRead = (gatewayVersion: string): boolean => Number(/^(\d+)\./.exec(gatewayVersion)?.[1] ?? 0) >= 3;

const unread = (name: string, gatewayVersion: string): CompatibilityCause => ({
  message: `${name} is a document of format 3.0, which Gateway ${gatewayVersion} does not read.`,
  cure: "Move this node to Gateway 3.0 or later.",
});

const unloaded = ({ name, plugins }: ConfigNeeds, loaded: ReadonlySet<string>): CompatibilityCause[] =>
  [...plugins].flatMap(([plugin, id]) =>
    loaded.has(plugin)
      ? []
      : [
          {
            message: `${name} uses the plugin ${plugin}, which this node has not loaded.`,
            cure: pluginCure(plugin),
            lacks: plugin,
            entity: { kind: "plugins", id, name: plugin },
          },
        ],
  );

const causeOf = ({ message, cure, entity }: Finding): CompatibilityCause => ({ message, cure, ...(entity ? { entity } : {}) });

const verdict = (state: Compatibility["state"], causes: readonly CompatibilityCause[] = []): Compatibility => ({
  state,
  causes: causes.slice(0, MOST_CAUSES),
  moreCauses: Math.max(0, causes.length - MOST_CAUSES),
});

/** What is said where nothing is known yet. */
export const untold = (message: string, cure: string): Compatibility => verdict("unknown", [{ message, cure }]);

/**
 * Whether nodes of a kind can run a configuration: not, where their Gateway version or a plugin that they lack makes Kong refuse
 * it; with limitations, where that Gateway version does something otherwise. What they have not told leaves it unknown.
 */
export function judgeCompatibility(needs: ConfigNeeds, { gatewayVersion, plugins, findings }: KindFacts): Compatibility {
  if (gatewayVersion === null) return untold("This node has not told its Gateway version yet.", "Its agent tells it on start and every ten minutes.");
  if (!isRead(gatewayVersion)) return verdict("incompatible", [unread(needs.name, gatewayVersion)]);
  const refusals = [...(plugins ? unloaded(needs, plugins) : []), ...findings.filter(isError).map(causeOf)];
  if (refusals.length > 0) return verdict("incompatible", refusals);
  if (plugins === null && needs.plugins.size > 0)
    return untold("This node has not told which plugins it has loaded.", "Its agent tells it on start and every ten minutes.");
  return findings.length > 0 ? verdict("compatible with limitations", findings.map(causeOf)) : verdict("compatible");
}
