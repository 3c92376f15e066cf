import Link from "next/link";
import type { ReactNode } from "react";
import { load } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/controls";
import { signOutAction, signOutEverywhereAction } from "@/app/login/actions";
import { paths } from "@/app/paths";

export const dynamic = "force-dynamic";

export default async function OrgLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const org = await load((api) => api.org.get({ org: slug }));
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-line bg-raised px-4 py-2">
        <Link href="/" className="font-semibold">Signalbox</Link>
        <details className="relative">
          <summary className="cursor-pointer">{org.name}</summary>
          <ul className="absolute z-10 mt-2 min-w-40 rounded-md border border-line bg-raised p-2">
            {org.orgs.map((each) => <li key={each.slug}><Link className="block p-1" href={paths.groups(each.slug)}>{each.name}</Link></li>)}
          </ul>
        </details>
        <nav aria-label="Main" className="flex gap-4">
          <Link className="text-accent" href={paths.groups(slug)}>Runtime groups</Link>
          <Link className="text-accent" href={paths.activity(slug)}>Activity</Link>
        </nav>
        <details className="relative ml-auto">
          <summary className="cursor-pointer">{org.userName}</summary>
          <div className="absolute right-0 z-10 mt-2 flex w-56 flex-col gap-2 rounded-md border border-line bg-raised p-3">
            <span className="text-muted">{org.userEmail}, {org.role}</span>
            <form action={signOutAction}><Button kind="quiet">Sign out</Button></form>
            <form action={signOutEverywhereAction}><Button kind="quiet">Sign out everywhere</Button></form>
          </div>
        </details>
      </header>
      <main className="mx-auto flex max-w-6xl flex-col gap-4 p-4">{children}</main>
    </>
  );
}
