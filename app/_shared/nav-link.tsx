"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A link that knows whether its page, or one below it, is open. `exact`: only its own page counts. */
export function NavLink({ href, exact = false, children }: { href: string; exact?: boolean; children: ReactNode }) {
  const path = usePathname();
  const isOpen = exact ? path === href : path === href || path.startsWith(`${href}/`);
  const look = isOpen ? "bg-surface font-semibold text-ink" : "text-muted hover:text-ink";
  return <Link href={href} aria-current={isOpen ? "page" : undefined} className={`rounded-md px-3 py-1.5 ${look}`}>{children}</Link>;
}
