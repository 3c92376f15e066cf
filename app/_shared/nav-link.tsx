"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Icon, type IconName } from "@/app/_ui/icon";

interface Props {
  href: string;
  children: string;
  /** Only its own page counts as open, none below it. */
  exact?: boolean;
  icon?: IconName;
}

const useIsOpen = (href: string, exact: boolean): boolean => {
  const path = usePathname();
  return exact ? path === href : path === href || path.startsWith(`${href}/`);
};

/** A link of the main navigation that knows whether its page, or one below it, is open. */
export function NavLink({ href, exact = false, icon, children }: Props) {
  const isOpen = useIsOpen(href, exact);
  const look = isOpen ? "bg-hover font-semibold text-ink" : "text-muted hover:bg-hover hover:text-ink";
  return (
    <Link
      href={href}
      aria-current={isOpen ? "page" : undefined}
      className={`flex items-center gap-2 rounded-md px-2.5 py-1.5 whitespace-nowrap max-sm:px-2 max-sm:text-[13px] ${look}`}
    >
      {icon && (
        <span className="max-sm:hidden">
          <Icon name={icon} />
        </span>
      )}
      {children}
    </Link>
  );
}

/** The same as a tab below a page's title. */
export function TabLink({ href, exact = false, children }: Props) {
  const isOpen = useIsOpen(href, exact);
  const look = isOpen ? "border-accent font-semibold text-ink" : "border-transparent text-muted hover:text-ink";
  const link = useRef<HTMLAnchorElement>(null);
  // On a phone the tabs are wider than the screen.
  useEffect(() => {
    if (isOpen) link.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isOpen]);
  return (
    <Link
      ref={link}
      href={href}
      aria-current={isOpen ? "page" : undefined}
      className={`-mb-px border-b-2 px-2.5 py-2 whitespace-nowrap max-sm:px-2 max-sm:text-[13px] ${look}`}
    >
      {children}
    </Link>
  );
}
