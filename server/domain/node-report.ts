/** What the server reads in a node report; absent: it could not be read. */
export interface NodeFacts {
  gatewayVersion?: string;
  /** The plugins that the node has loaded. */
  plugins: string[];
}

const PLUGIN_NAME = /^[a-z0-9][\w.-]{0,99}$/i;
const MOST_PLUGINS = 1000;

/** Whether a text can be the name of a Kong plugin. */
export const isPluginName = (name: string): boolean => PLUGIN_NAME.test(name);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a node report leniently: Kong's answer to `GET /`, which may span lines, then a newline and its `/status`.
 * Parsed, not searched: the body is the node's, and a pattern over it could be made to run for minutes.
 */
export function readNodeReport(body: string): NodeFacts {
  const ends = [body.indexOf("\n"), body.indexOf("\n{"), body.indexOf("\r\n{"), body.length].filter((end) => end > 0);
  const root = ends.map((end) => parsed(body.slice(0, end))).find((value) => value !== undefined);
  if (!root) return { plugins: [] };
  const version = typeof root.version === "string" && /^\d+\.\d+[\w.+-]{0,30}$/.test(root.version) ? root.version : undefined;
  const available = isRecord(root.plugins) ? root.plugins.available_on_server : undefined;
  const names: unknown[] = Array.isArray(available) ? available : isRecord(available) ? Object.keys(available) : [];
  const plugins = names.filter((name): name is string => typeof name === "string" && isPluginName(name)).slice(0, MOST_PLUGINS);
  return { plugins, ...(version ? { gatewayVersion: version } : {}) };
}
