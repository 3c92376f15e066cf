/**
 * Reads an address as Kong does, which is looser than any RFC: what has two colons is an IPv6 address, what has digits and
 * dots only an IPv4 address, all else a name, whose labels may begin with a dash and have any length.
 */
export type ParsedHost = { ok: true; kind: "name" | "ipv4" | "ipv6"; port?: number } | { ok: false; isPortFault: boolean };

const INVALID: ParsedHost = { ok: false, isPortFault: false };
const MAX_PORT = 65_535;

/** The kind and port of an address, or what is wrong with it. */
export function parseHost(text: string): ParsedHost {
  const colons = text.split(":").length - 1;
  if (colons > 1) return parseIpv6(text);
  return /^[\d.]+$/.test(text.replace(":", "")) ? parseIpv4(text) : parseName(text);
}

function withPort(kind: "name" | "ipv4" | "ipv6", port: string | undefined): ParsedHost {
  if (port === undefined) return { ok: true, kind };
  return Number(port) > MAX_PORT ? { ok: false, isPortFault: true } : { ok: true, kind, port: Number(port) };
}

function parseIpv4(text: string): ParsedHost {
  const [, a, b, c, d, port] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::(\d+))?$/.exec(text) ?? [];
  if (d === undefined || [a, b, c, d].some((part) => Number(part) > 255)) return INVALID;
  return withPort("ipv4", port);
}

function parseIpv6(text: string): ParsedHost {
  const bracketed = /^\[([^[\]]*)\](?::(\d+))?$/.exec(text);
  if (!bracketed && text.startsWith("[")) return INVALID;
  let address = bracketed?.[1] ?? text;
  if (address.startsWith(":")) address = `0${address}`;
  if (address.endsWith(":")) address = `${address}0`;
  const colons = address.split(":").length - 1;
  address = address.replace("::", `:${"0:".repeat(Math.max(0, 8 - colons))}`);
  return /^(?:[\dA-Fa-f]{1,4}:){7}[\dA-Fa-f]{1,4}$/.test(address) ? withPort("ipv6", bracketed?.[2]) : INVALID;
}

function parseName(text: string): ParsedHost {
  const port = /:(\d+)$/.exec(text)?.[1];
  if (port !== undefined && Number(port) > MAX_PORT) return { ok: false, isPortFault: true };
  const name = port === undefined ? text : text.slice(0, -port.length - 1);
  if (!/^[\dA-Za-z\-._]+$/.test(name)) return INVALID;
  // A name may end in one dot, as a fully qualified one does.
  const labels = name === "." ? [""] : name.split(".");
  const isSound = labels.every((label, index) => !label.endsWith("-") && (label !== "" || index === labels.length - 1));
  return isSound ? withPort("name", port) : INVALID;
}

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/** True for an IPv4 address without leading zeros. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** True for an IPv6 address of RFC 4291, with or without brackets; never with a zone. */
export function isIpv6(text: string): boolean {
  let address = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  const tail = address.slice(address.lastIndexOf(":") + 1);
  if (tail.includes(".")) {
    if (!isIpv4(tail)) return false;
    address = `${address.slice(0, -tail.length)}0:0`;
  }
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
