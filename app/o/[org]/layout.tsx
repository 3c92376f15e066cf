import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { HeldSession } from "@/app/_shared/held-session";
import { Live } from "@/app/_shared/live";
import { NavLink } from "@/app/_shared/nav-link";
import { SkipLink } from "@/app/_shared/skip-link";
import { Toasts } from "@/app/_shared/toasts";
import { loadOrg, signInOfRenewal } from "@/app/_trpc/server";
import { Mark } from "@/app/_ui/narrow-page";
import { paths } from "@/app/paths";
import { themeIn } from "@/app/theme-cookie";
import { AccountMenu } from "./account-menu";
import { CommandPalette } from "./command-palette";
import { OrgMenu } from "./org-menu";

export const dynamic = "force-dynamic";

interface Props {
  children: ReactNode;
  params: Promise<{ org: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await loadOrg((await params).org);
  return { title: { template: `%s · ${name} · Signalbox`, default: name } };
}

export default async function OrgLayout({ children, params }: Props) {
  const { org: slug } = await params;
  const signIn = await signInOfRenewal();
  if (signIn !== undefined) return <HeldSession signIn={signIn} />;
  const org = await loadOrg(slug);
  const theme = themeIn(await cookies()) ?? "system";
  return (
    <HeldSession>
      <div className="min-h-screen md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <SkipLink />
        <header className="flex items-center gap-1 border-b border-line bg-raised p-2 max-md:flex-wrap md:sticky md:top-0 md:h-screen md:flex-col md:items-stretch md:gap-2 md:border-r md:border-b-0 md:p-3">
          <Link href={paths.overview(slug)} className="flex items-center gap-2 px-2.5 py-1 text-base font-semibold max-md:px-1.5">
            <Mark />
            <span className="max-md:sr-only">Signalbox</span>
          </Link>
          <div className="flex min-w-0 flex-col max-md:flex-1">
            <OrgMenu current={org} orgs={org.orgs} />
          </div>
          <CommandPalette />
          <nav aria-label="Main" className="order-last flex w-full gap-1 overflow-x-auto max-sm:justify-between max-sm:gap-0 md:order-none md:mt-1 md:flex-col">
            <NavLink href={paths.overview(slug)} exact icon="overview">
              Overview
            </NavLink>
            <NavLink href={paths.groups(slug)} icon="groups">
              Runtime groups
            </NavLink>
            <NavLink href={paths.activity(slug)} icon="activity">
              Activity
            </NavLink>
            <NavLink href={paths.orgSettings(slug)} icon="settings">
              Settings
            </NavLink>
          </nav>
          <div className="flex flex-col md:mt-auto">
            <AccountMenu org={slug} name={org.userName} email={org.userEmail} role={org.role} initialTheme={theme} />
          </div>
        </header>
        <main id="content" data-content tabIndex={-1} className="flex w-full max-w-7xl min-w-0 flex-col gap-4 p-4 outline-none md:p-6">
          {children}
        </main>
        <Live />
        <Toasts />
      </div>
    </HeldSession>
  );
}
