"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { ChangeMarks } from "@/app/_shared/change-counts";
import { kindTitle } from "@/server/domain/entity-list/kind-noun";
import { Icon } from "@/app/_ui/icon";
import { Menu, MenuLink, MenuNote } from "@/app/_ui/menu";
import { paths } from "@/app/paths";
import type { ChangeCounts } from "@/server/domain/draft";
import { kindGroups } from "./entity-kinds";

interface Props {
  org: string;
  groupId: string;
  counts: Record<string, number>;
  /** The kinds that the nodes take. */
  taken: readonly string[];
  changed: Record<string, ChangeCounts>;
}

const isSome = (counts: ChangeCounts | undefined): boolean => counts !== undefined && counts.created + counts.changed + counts.deleted > 0;

/** How many there are of a kind, and what the draft does to them. */
function Count({ count, changes }: { count: number; changes: ChangeCounts | undefined }) {
  return (
    <span className="ml-auto flex gap-2 pl-2 text-[13px] tabular-nums">
      {changes && isSome(changes) && <ChangeMarks counts={changes} />}
      <span className={count > 0 ? "" : "text-muted"}>{count.toLocaleString("en")}</span>
    </span>
  );
}

/** The kinds of entities with their counts: a list at the side, and on a phone a menu. */
export function KindNav({ org, groupId, counts, taken, changed }: Props) {
  const path = usePathname();
  const groups = kindGroups(counts, taken);
  const overview = paths.configuration(org, groupId);
  const isOpen = (href: string) => path === href || path.startsWith(`${href}/`);
  const open = groups.flatMap(([, kinds]) => kinds).find((kind) => isOpen(paths.entities(org, groupId, kind)));
  const look = (isHere: boolean) =>
    `flex items-center rounded-md px-2.5 py-1 ${isHere ? "bg-hover font-semibold text-ink" : "text-muted hover:bg-hover hover:text-ink"}`;
  return (
    <>
      <nav aria-label="Kinds of entities" className="flex flex-col self-start max-md:hidden">
        <Link href={overview} aria-current={path === overview ? "page" : undefined} className={look(path === overview)}>
          All kinds
        </Link>
        {groups.map(([title, kinds]) => (
          <Fragment key={title}>
            <h2 className="px-2.5 pt-3 pb-1 text-xs font-semibold text-muted">{title}</h2>
            <ul>
              {kinds.map((kind) => {
                const href = paths.entities(org, groupId, kind);
                return (
                  <li key={kind}>
                    <Link href={href} prefetch={false} aria-current={isOpen(href) ? "page" : undefined} className={look(isOpen(href))}>
                      {kindTitle(kind)}
                      <Count count={counts[kind] ?? 0} changes={changed[kind]} />
                    </Link>
                  </li>
                );
              })}
            </ul>
          </Fragment>
        ))}
      </nav>
      <div className="rounded-md border border-edge bg-raised md:hidden">
        <Menu
          label={`Kind of entity: ${open ? kindTitle(open) : "all kinds"}`}
          trigger={
            <span className="flex w-[calc(100vw-4rem)] items-center justify-between">
              {open ? `${kindTitle(open)} (${counts[open] ?? 0})` : "All kinds"}
              <Icon name="updown" />
            </span>
          }
        >
          <MenuLink href={overview}>All kinds</MenuLink>
          {groups.map(([title, kinds]) => (
            <Fragment key={title}>
              <MenuNote>{title}</MenuNote>
              {kinds.map((kind) => (
                <MenuLink key={kind} href={paths.entities(org, groupId, kind)}>
                  {kindTitle(kind)}
                  <Count count={counts[kind] ?? 0} changes={changed[kind]} />
                </MenuLink>
              ))}
            </Fragment>
          ))}
        </Menu>
      </div>
    </>
  );
}
