"use client";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { settle } from "@/app/_shared/use-form";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuLink, MenuNote } from "@/app/_ui/menu";
import { signOutAction, signOutEverywhereAction } from "@/app/login/actions";
import { paths } from "@/app/paths";
import { themeCookie } from "@/app/theme-cookie";
import { type Role, roleName } from "@/server/domain/ability";

const THEMES = ["system", "light", "dark"] as const;

/** Sets the theme of this page and keeps it in a cookie of this browser. */
function applyTheme(theme: string): void {
  document.documentElement.classList.remove("light", "dark");
  if (theme !== "system") document.documentElement.classList.add(theme);
  document.cookie = themeCookie(theme, window.location.protocol === "https:");
}

interface Props {
  org: string;
  name: string;
  email: string;
  role: Role;
  initialTheme: string;
}

/** Who is signed in, the theme, and the two ways out. */
export function AccountMenu({ org, name, email, role, initialTheme }: Props) {
  const [theme, setTheme] = useState(initialTheme);
  const [, start] = useTransition();
  const leave = (signOut: () => Promise<void>) =>
    start(async () => {
      const outcome = await settle(async () => ({ done: await signOut() }));
      if ("error" in outcome) toast.error(outcome.error);
      else window.location.assign(paths.login());
    });
  const choose = (next: string) => {
    setTheme(next);
    applyTheme(next);
  };
  const trigger = (
    <>
      <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="truncate max-md:sr-only">{name}</span>
    </>
  );
  return (
    <Menu label={`Account of ${name}`} trigger={trigger}>
      <MenuNote>
        {email}
        <br />
        Role here: {roleName(role)}
      </MenuNote>
      <MenuLine />
      <MenuChoice label="Theme" value={theme} options={THEMES} onChoose={choose} />
      <MenuLine />
      <MenuLink href={paths.account(org)}>Your account</MenuLink>
      <MenuItem onSelect={() => leave(signOutAction)}>Sign out</MenuItem>
      <MenuItem onSelect={() => leave(signOutEverywhereAction)}>Sign out everywhere</MenuItem>
    </Menu>
  );
}
