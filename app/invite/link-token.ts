import { tokenOfLink } from "../_shared/token-of-link";

/** In this tab alone, and only while one goes to sign in and comes back: what leads there carries no fragment. */
const KEY = "signalbox-invitation";

/** Keeps the token for the way to the sign-in and back. */
export const keepToken = (token: string): void => window.sessionStorage.setItem(KEY, token);

/** The token of the link, which is in the fragment, since browsers send that to no server; or the one that was kept, once. */
export function takeToken(): string {
  const kept = window.sessionStorage.getItem(KEY) ?? "";
  window.sessionStorage.removeItem(KEY);
  if (!tokenOfLink() && kept) window.history.replaceState(window.history.state, "", `#token=${kept}`);
  return tokenOfLink();
}
