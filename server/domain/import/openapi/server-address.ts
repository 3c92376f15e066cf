import { isMap } from "../../config-document/finding";

/** Where a gateway service sends its requests, by the servers of a description. */
export interface ServerAddress {
  protocol: "http" | "https";
  /** Without brackets or user; undefined: no server says it. */
  host?: string;
  port: number;
  /** Absent: the root. */
  path?: string;
  /** Every server that differs from the first in host and port alone, the first included. */
  targets: string[];
  /** What is to be told of the servers. */
  notes: string[];
}

interface OneServer {
  protocol: "http" | "https";
  host?: string;
  port: number;
  path: string;
  notes: string[];
}

const SCHEMES: ReadonlyMap<string, "http" | "https"> = new Map([
  ["http:", "http"],
  ["https:", "https"],
  ["ws:", "http"],
  ["wss:", "https"],
]);
/** A document may list servers without end. */
const MOST_SERVERS = 100;
/** No server of this name can exist, so that what is relative to it shows. */
const NOWHERE = "nowhere.invalid";

/** The address that the servers say. What they leave open is told: a relative URL, a variable without a default, alternatives that do not agree. */
export function addressOf(servers: unknown): ServerAddress {
  const listed = Array.isArray(servers) ? (servers as unknown[]).slice(0, MOST_SERVERS) : []; // safe because its members stay unknown
  const read = listed.map(readServer);
  const first: OneServer = read[0] ?? { protocol: "http", port: 80, path: "", notes: ["The description names no server."] };
  const { host, protocol, port, path } = first;
  const notes = [...first.notes];
  const isAlike = (other: OneServer): boolean => other.host !== undefined && other.protocol === protocol && other.path === path;
  const alike = host === undefined ? [] : read.filter(isAlike);
  const targets = [...new Set(alike.map((each) => `${each.host?.includes(":") ? `[${each.host}]` : each.host}:${each.port}`))];
  const others = read.length - Math.max(1, alike.length);
  if (others > 0)
    notes.push(`${others === 1 ? "One more server was" : `${others} more servers were`} left out: not of the protocol and the path of the first.`);
  return { protocol, port, targets, notes, ...(host !== undefined && { host }), ...(path !== "" && { path }) };
}

function readServer(server: unknown): OneServer {
  const notes: string[] = [];
  const nothing = (message: string): OneServer => ({ protocol: "http", port: 80, path: "", notes: [message] });
  const raw = isMap(server) && typeof server["url"] === "string" ? server["url"].trim() : "";
  if (raw === "") return nothing("The description has a server without a URL.");
  const { text, open } = fillVariables(raw, isMap(server) ? server["variables"] : undefined);
  if (open.length > 0) return nothing(`The server's URL has no default for ${open.map((name) => `{${name}}`).join(", ")}.`);
  const url = URL.canParse(text, `http://${NOWHERE}`) ? new URL(text, `http://${NOWHERE}`) : undefined;
  const protocol = url && SCHEMES.get(url.protocol);
  if (!url || !protocol) return nothing("The server's URL is none of http or https.");
  if (url.username !== "" || url.password !== "") notes.push("The user and password in the server's URL were left out: Kong sends none.");
  if (url.search !== "" || url.hash !== "") notes.push("The query in the server's URL was left out.");
  const path = url.pathname.replace(/\/{2,}/g, "/").replace(/\/$/, "");
  if (url.hostname === NOWHERE) return { protocol: "http", port: 80, path, notes: [...notes, "The server's URL is relative: it names no host."] };
  if (url.protocol.startsWith("ws")) notes.push(`The server speaks WebSocket; Kong's ${protocol} carries it.`);
  const port = url.port === "" ? (protocol === "https" ? 443 : 80) : Number(url.port);
  return { protocol, host: url.hostname.replace(/^\[|\]$/g, ""), port, path, notes };
}

/** The URL with every `{variable}` as its default has it, or as the first that is allowed. `open`: those that have neither. */
function fillVariables(url: string, variables: unknown): { text: string; open: string[] } {
  const open: string[] = [];
  const text = url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = isMap(variables) && Object.hasOwn(variables, name) ? variables[name] : undefined;
    const choices: unknown[] = isMap(variable) ? [variable["default"], ...(Array.isArray(variable["enum"]) ? (variable["enum"] as unknown[]) : [])] : []; // safe because its members stay unknown
    const value = choices.find((each) => typeof each === "string" || typeof each === "number");
    if (value === undefined) open.push(name.slice(0, 40));
    return String(value ?? "");
  });
  return { text, open };
}
