import { BlockList, isIP } from "node:net";

/** Networks of one's own, which a setting may open: loopback, RFC 1918, shared addresses (RFC 6598), and unique local ones (RFC 4193). */
const OF_ONES_OWN = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"];

/** What is no host of the internet, by IANA's registries of special-purpose addresses. At link-local ones clouds tell their secrets. */
const OF_NOBODY = [
  "0.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** Of IPv6 one block is for hosts of the internet; what stands in it for another address, or for none, is left out. */
const HOSTS_V6 = ["2000::/3"];
const NO_HOSTS_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

function listOf(blocks: string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = "", prefix = ""] = block.split("/");
    list.addSubnet(address, Number(prefix), address.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}

const ownV4 = listOf(OF_ONES_OWN.filter((block) => !block.includes(":")));
const ownV6 = listOf(OF_ONES_OWN.filter((block) => block.includes(":")));
const nobodyV4 = listOf(OF_NOBODY);
const hostsV6 = listOf(HOSTS_V6);
const noHostsV6 = listOf(NO_HOSTS_V6);

/** What an address is: a host of the internet, one of a network of one's own, or none that may be called. IPv4 written as IPv6 is none. */
export function addressKind(address: string): "public" | "private" | "none" {
  const version = isIP(address);
  if (version === 4) {
    if (nobodyV4.check(address)) return "none";
    return ownV4.check(address) ? "private" : "public";
  }
  // Lists of IPv6 take ::ffff:a.b.c.d for the address in it: it lies in no block that is for hosts.
  if (version !== 6) return "none";
  if (ownV6.check(address, "ipv6")) return "private";
  return hostsV6.check(address, "ipv6") && !noHostsV6.check(address, "ipv6") ? "public" : "none";
}
