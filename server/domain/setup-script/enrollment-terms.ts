import type { Platform } from "./setup-plan";

/** How long, how often and for what a token enrolls. */
export interface TokenTerms {
  ttlMinutes: number;
  maxUses: number | null;
  isEphemeral: boolean;
}

const THIRTY_DAYS_MINUTES = 30 * 24 * 60;

/**
 * The terms that fit the platform. Pods come and go by themselves for as long as a release lives, and each is an instance
 * of its own: their token is unlimited in uses, lives for 30 days at least, and what it enrolls is ephemeral.
 */
export const tokenTerms = ({ platform, ttlMinutes, maxUses, isEphemeral }: TokenTerms & { platform: Platform }): TokenTerms =>
  platform === "kubernetes"
    ? { ttlMinutes: Math.max(ttlMinutes, THIRTY_DAYS_MINUTES), maxUses: null, isEphemeral: true }
    : { ttlMinutes, maxUses, isEphemeral };

/**
 * Why agents cannot use the server's address: plain HTTP is refused by them unless on loopback; and loopback means, inside
 * a container, the container itself. Null: nothing is wrong with it.
 */
export function addressProblem(serverUrl: string): "plain-http" | "loopback" | null {
  const { protocol, hostname } = new URL(serverUrl);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  if (isLoopback) return "loopback";
  return protocol === "http:" ? "plain-http" : null;
}
