const NAME = "theme";
/** What browsers take on HTTPS alone, from this very host. */
const BOUND_NAME = `__Host-${NAME}`;
const YEAR_SECONDS = 365 * 24 * 3600;

/** What a browser is told to keep the theme with. */
export const themeCookie = (theme: string, isHttps: boolean): string =>
  `${isHttps ? BOUND_NAME : NAME}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${isHttps ? "; secure" : ""}`;

/** The theme that a browser keeps; undefined: it has what the system has. */
export const themeIn = (cookies: { get(name: string): { value: string } | undefined }): string | undefined =>
  (cookies.get(BOUND_NAME) ?? cookies.get(NAME))?.value;
