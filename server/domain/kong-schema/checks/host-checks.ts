import type { NamedFault } from "../named-check";
import { onText, quote } from "./on-text";
import { isIpv4, isIpv6, parseHost } from "./parse-host";

const HOST_CURE = "Use a host name such as api.example.com, or an IP address, without scheme, port and path.";
const noPort = (text: string): NamedFault => ({ message: `${quote(text)} must not hold a port.`, cure: "Take out the colon and what follows it." });
const noHost = (text: string): NamedFault => ({ message: `${quote(text)} is no host name and no IP address.`, cure: HOST_CURE });

/** What people would not expect Kong to take, though it does. */
function oddity(text: string): NamedFault | undefined {
  const parsed = parseHost(text);
  if (!parsed.ok || parsed.kind !== "name") return undefined;
  const labels = text.split(".");
  const isOdd = labels.some((label) => label.startsWith("-") || label.length > 63 || label === "") || text.length > 253;
  return isOdd ? { severity: "warning", message: `Kong takes ${quote(text)}, but it is no host name that resolves.`, cure: HOST_CURE } : undefined;
}

/** A host name or an IP address, without a port. */
export const checkHost = onText((text) => {
  const parsed = parseHost(text);
  if (!parsed.ok) return parsed.isPortFault ? noPort(text) : noHost(text);
  return parsed.port === undefined ? oddity(text) : noPort(text);
});

/** A host name or an IP address, with or without a port. */
export const checkHostWithPort = onText((text) => {
  const parsed = parseHost(text);
  if (parsed.ok) return oddity(text);
  return parsed.isPortFault ? { message: `The port of ${quote(text)} is above 65535.`, cure: "Use a port from 0 to 65535." } : noHost(text);
});

/** A route's host: as `checkHostWithPort`, once each `*` stands for a word. How many and where is the field's own rule. */
export const checkHostWithWildcards = onText((text) => checkHostWithPort(text.replaceAll("*", "abc"))[0]);

/** A host name for TLS: no address, no port. */
export const checkSni = onText(sniFault);

function sniFault(text: string): NamedFault | undefined {
  const parsed = parseHost(text);
  if (!parsed.ok && !parsed.isPortFault) return noHost(text);
  if (parsed.ok && parsed.kind !== "name")
    return { message: `${quote(text)} must be a name and no IP address.`, cure: "Use the host name that clients ask for." };
  return !parsed.ok || parsed.port !== undefined ? noPort(text) : oddity(text);
}

/** As `checkSni`, with at most one `*`, as the first or last character. */
export const checkWildcardHost = onText((text) => {
  const at = text.indexOf("*");
  if (at < 0) return sniFault(text);
  if (at !== 0 && at !== text.length - 1) {
    return { message: `The * of ${quote(text)} must be its first or last character.`, cure: "Write *.example.com or example.*." };
  }
  if (text.indexOf("*", at + 1) >= 0) return { message: `${quote(text)} may hold one * only.`, cure: "Write *.example.com or example.*." };
  return sniFault(text.replace("*", "wildcard"));
});

/** An IP address. */
export const checkIp = onText((text) =>
  isIpv4(text) || isIpv6(text) ? undefined : { message: `${quote(text)} is no IP address.`, cure: "Write an address such as 10.0.0.1 or 2001:db8::1." },
);

/** An IP address, or a range of addresses with the length of its prefix. */
export const checkIpOrCidr = onText((text) => (isIpOrCidr(text) ? undefined : cidrFault(text)));

const cidrFault = (text: string): NamedFault => ({
  message: `${quote(text)} is no IP address and no range of addresses.`,
  cure: "Write an address such as 10.0.0.1, or a range such as 10.0.0.0/8 or 2001:db8::/32.",
});

function isIpOrCidr(text: string): boolean {
  if (isIpv4(text) || isIpv6(text)) return true;
  const slash = text.indexOf("/", 2);
  if (slash < 0) return false;
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length)) return false;
  return (isIpv4(address) && Number(length) <= 32) || (isIpv6(address) && Number(length) <= 128);
}

/** The name of an upstream: a host name without address and port. */
export const checkUpstreamName = onText((text) => {
  const parsed = parseHost(text);
  const cure = "Use a name such as orders.upstream, which services then have as their host.";
  if (!parsed.ok) return { message: `${quote(text)} is no host name.`, cure };
  if (parsed.kind !== "name") return { message: `An upstream's name may be no IP address, as ${quote(text)} is.`, cure };
  return parsed.port === undefined ? oddity(text) : { message: `An upstream's name may hold no port, as ${quote(text)} does.`, cure };
});

/** The target of an upstream: an address or a name, with or without a port. */
export const checkTarget = onText((text) =>
  parseHost(text).ok
    ? undefined
    : { message: `${quote(text)} is no host name or IP address with a port.`, cure: "Write 10.0.0.1:8000, [2001:db8::1]:8000 or orders.internal:8000." },
);
