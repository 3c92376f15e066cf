import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { NavLink } from "@/app/_shared/nav-link";
import { ThemeSwitch } from "@/app/_shared/theme-switch";
import { load } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/controls";
import { signOutAction, signOutEverywhereAction } from "@/app/login/actions";
import { paths } from "@/app/paths";

export const dynamic = "force-dynamic";

export default async function OrgLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const org = await load((api) => api.org.get({ org: slug }));
  const theme = (await cookies()).get("theme")?.value ?? "system";
  return (
    <div className="min-h-screen md:grid md:grid-cols-[13rem_minmax(0,1fr)]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-raised focus:p-2">To the content</a>
      <header className="flex flex-wrap items-center gap-2 border-b border-line bg-raised p-3 md:sticky md:top-0 md:h-screen md:flex-col md:items-stretch md:border-r md:border-b-0">
        <Link href={paths.overview(slug)} className="px-3 text-base font-semibold">Signalbox</Link>
        <details className="relative">
          <summary className="cursor-pointer rounded-md px-3 py-1.5">{org.name}</summary>
          <ul className="absolute z-10 mt-1 min-w-44 rounded-md border border-line bg-raised p-1 shadow">
            {org.orgs.map((each) => <li key={each.slug}><Link className="block rounded-md px-2 py-1.5 hover:bg-surface" href={paths.overview(each.slug)}>{each.name}</Link></li>)}
          </ul>
        </details>
        <nav aria-label="Main" className="order-last flex w-full flex-wrap gap-1 md:order-none md:flex-col">
          <NavLink href={paths.overview(slug)} exact>Overview</NavLink>
          <NavLink href={paths.groups(slug)}>Runtime groups</NavLink>
          <NavLink href={paths.activity(slug)}>Activity</NavLink>
        </nav>
        <details className="relative ml-auto md:mt-auto md:ml-0">
          <summary className="cursor-pointer rounded-md px-3 py-1.5">{org.userName}</summary>
          <div className="absolute right-0 z-10 mt-1 flex w-60 flex-col gap-2 rounded-md border border-line bg-raised p-3 shadow md:right-auto md:bottom-9 md:left-0">
            <span className="break-all text-muted">{org.userEmail}, {org.role}</span>
            <ThemeSwitch initial={theme} />
            <form action={signOutAction}><Button kind="quiet">Sign out</Button></form>
            <form action={signOutEverywhereAction}><Button kind="quiet">Sign out everywhere</Button></form>
          </div>
        </details>
      </header>
      <main id="content" className="flex w-full max-w-6xl flex-col gap-4 p-4 md:p-6">{children}</main>
    </div>
  );
}
