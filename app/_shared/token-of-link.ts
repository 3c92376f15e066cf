/** The token of the link that was opened, empty where it has none. It is in the fragment, which browsers send to no server. */
export const tokenOfLink = (): string => new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
