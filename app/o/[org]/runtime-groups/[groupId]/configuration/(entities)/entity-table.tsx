import Link from "next/link";
import type { ReactNode } from "react";
import { ChangeBadge } from "@/app/_shared/change-counts";
import { Table } from "@/app/_ui/table";
import { paths } from "@/app/paths";
import { printable } from "@/server/domain/configuration/printable";
import type { CellValue, EntityPage } from "@/server/domain/draft";
import { RowMenu } from "./row-menu";

interface Props {
  at: { org: string; groupId: string };
  page: Pick<EntityPage, "rows" | "columns" | "revision">;
  label: string;
  head: ReactNode[];
  canEdit: boolean;
  /** The column that would say the same in every row. */
  without?: string;
  /** What is shown where there is no row. */
  children: ReactNode;
}

/** Left out of a phone's card. */
const isEmptyCell = (value: CellValue | undefined): boolean => value === null || value === undefined || value === "" || value === 0;

const cellText = (value: CellValue | undefined): string => {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "number" ? value.toLocaleString("en") : printable(value);
};

const TAGS_SHOWN = 3;
/** A longer name may be cut: it shows whole on hover. */
const LONG = 60;

/** Rows of entities of one kind, each with its changes, its tags and what can be done with it. */
export function EntityTable({ at, page, label, head, canEdit, without, children }: Props) {
  const columns = page.columns.filter(({ name }) => name !== without);
  return (
    <Table
      label={label}
      head={[
        ...head,
        ...(canEdit
          ? [
              <th key="actions">
                <span className="sr-only">Actions</span>
              </th>,
            ]
          : []),
      ]}
    >
      {page.rows.map((row) => (
        <tr key={row.id} className="hover:bg-hover">
          <td className="min-w-36">
            <Link
              className={`line-clamp-2 font-medium wrap-anywhere text-accent hover:underline ${row.isEnabled === false ? "opacity-80" : ""}`}
              title={row.label.length > LONG ? row.label : undefined}
              prefetch={false}
              href={paths.entity(at.org, at.groupId, row)}
            >
              {row.label}
            </Link>
            <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-[13px] empty:hidden">
              {row.change && <ChangeBadge change={row.change} />}
              {row.isEnabled === false && <span className="whitespace-nowrap text-muted">○ disabled</span>}
              {row.tags.slice(0, TAGS_SHOWN).map((tag) => (
                <span key={tag} className="rounded border border-line bg-surface px-1 font-mono text-[11.5px] break-all">
                  {tag}
                </span>
              ))}
              {row.tags.length > TAGS_SHOWN && <span className="text-xs text-muted">{row.tags.length - TAGS_SHOWN} more</span>}
            </span>
          </td>
          {columns.map(({ name }) => (
            <td key={name} className={isEmptyCell(row.columns[name]) ? "is-empty" : typeof row.columns[name] === "number" ? "tabular-nums" : "wrap-anywhere"}>
              <span className="line-clamp-3">{cellText(row.columns[name])}</span>
            </td>
          ))}
          {canEdit && (
            <td className="row-actions w-10 text-right">
              <RowMenu at={at} entity={{ kind: row.kind, id: row.id }} label={row.label} isEnabled={row.isEnabled} revision={page.revision} />
            </td>
          )}
        </tr>
      ))}
      {page.rows.length === 0 && (
        <tr>
          <td colSpan={columns.length + 2}>{children}</td>
        </tr>
      )}
    </Table>
  );
}
