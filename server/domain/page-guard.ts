/**
 * What every answer of the console tells the browser, and which requests are not the console's own. Sources: CSP level 3 with a nonce a
 * request and `strict-dynamic`; Fetch Metadata (`Sec-Fetch-Site`), which a page's script cannot write; OWASP ASVS 5, chapter V3.
 */

/** How the console is reached. */
export interface PageSetting {
  /** Whether browsers reach it by HTTPS alone; then they are told to stay with that. */
  isHttps: boolean;
  /** Whether it is `npm run dev`, whose live reload evaluates texts. */
  isDev: boolean;
}

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * The policy of a page whose own scripts carry the nonce: no script of a text, an attribute or another host runs, and no page frames it.
 * Styles may stand in the page, because the editor and the dialogs write theirs as they are shown; they load nothing from elsewhere.
 */
export function contentSecurityPolicy(nonce: string, { isDev }: Pick<PageSetting, "isDev">): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** What tells browsers to stay with HTTPS, on hosts below this one too. */
export const strictTransport = ({ isHttps }: Pick<PageSetting, "isHttps">): Record<string, string> =>
  isHttps ? { "Strict-Transport-Security": `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` } : {};

/** The header fields of every answer but the runtime API's. */
export function pageHeaders(nonce: string, setting: PageSetting): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(nonce, setting),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    ...strictTransport(setting),
  };
}

/** The field of a request by which Next learns its policy, and so the nonce of its scripts. */
export const POLICY_FIELD = "content-security-policy";

/** What the guard makes of a request: the header fields of whatever answers it, the policy that goes on with it, and how it is refused instead; null: it is not. */
export interface Guard {
  headers: Record<string, string>;
  policy: string;
  refusal: { status: 403 | 405; words: string } | null;
}

/** Guards one request of the console, as every host does. `nonce`: of this request alone. */
export function guardPage(nonce: string, from: RequestOrigin, consoleUrl: string, setting: PageSetting): Guard {
  const refusalOf = (): Guard["refusal"] => {
    if (from.method === "TRACE") return { status: 405, words: "This method is not taken.\n" };
    return isFromElsewhere(from, consoleUrl) ? { status: 403, words: "This was sent by the page of another site.\n" } : null;
  };
  return { headers: pageHeaders(nonce, setting), policy: contentSecurityPolicy(nonce, setting), refusal: refusalOf() };
}

/** The header fields of an answer that is no page: it is taken for nothing but what it says it is, and shown in no frame. */
export const DATA_HEADERS = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff" } as const;

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** What of a request tells where it was made. */
export interface RequestOrigin {
  method: string;
  secFetchSite: string | null;
  origin: string | null;
  host: string | null;
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/**
 * Whether another site's page sent a request that changes something, with our cookies or without. Browsers of today say so themselves; of
 * others, and on plain HTTP, the origin must be the host that was asked, or the console's own address. What is no browser says neither.
 */
export function isFromElsewhere({ method, secFetchSite, origin, host }: RequestOrigin, consoleUrl: string): boolean {
  if (READS.has(method)) return false;
  if (secFetchSite !== null) return secFetchSite !== "same-origin" && secFetchSite !== "none";
  if (origin === null) return false;
  const from = hostOf(origin);
  return from === null || (from !== host && from !== hostOf(consoleUrl));
}
