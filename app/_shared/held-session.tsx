"use client";
import { LayoutRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { redirect, usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useContext, useState } from "react";

/**
 * Keeps an open page as it is, with all that was typed, when it renews itself and its session has ended meanwhile. `signIn`: where to sign in
 * again, of such a renewal alone; it comes without `children`. Whoever goes to another page then is led there.
 *
 * The pages inside are refused as well, and would lead away: as long as the page is held, they are those from before. Next has no way to say so but this
 * context, by which a layout finds its pages.
 */
export function HeldSession({ signIn, children }: { signIn?: string; children?: ReactNode }) {
  const pages = useContext(LayoutRouterContext);
  const at = `${usePathname()}?${useSearchParams()}`;
  const [held, setHeld] = useState<{ children: ReactNode; pages: typeof pages; at: string; title?: string }>({ children, pages, at });
  const isAsHeld = held.children === children && held.pages === pages && held.at === at && held.title === undefined;
  if (signIn === undefined && !isAsHeld) setHeld({ children, pages, at });
  if (signIn === undefined) return <LayoutRouterContext value={pages}>{children}</LayoutRouterContext>;
  if (held.children === undefined) redirect(signIn);
  // Of the moment before, since a refused page has none.
  if (held.title === undefined) setHeld({ ...held, title: document.title });
  return (
    <LayoutRouterContext value={held.at === at ? held.pages : pages}>
      {held.children}
      <title>{held.title}</title>
    </LayoutRouterContext>
  );
}
