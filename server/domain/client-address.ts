/**
 * The address that a request came from. Every proxy appends the address it was called from to X-Forwarded-For; what
 * stands before the last `proxyCount` entries anybody may have written, so it is not believed.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | string[] | undefined, proxyCount: number): string {
  const hops = [forwardedFor ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  return (proxyCount > 0 ? hops.at(-proxyCount) : undefined) ?? peer ?? "unknown";
}

/** Whether what is said to this URL is encrypted, or stays on this machine. */
export const isPrivate = (url: string): boolean => url.startsWith("https://") || (url.startsWith("http://") && isLoopback(new URL(url).hostname));

/** Whether a host name, as a URL has it, is always this very machine. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);
