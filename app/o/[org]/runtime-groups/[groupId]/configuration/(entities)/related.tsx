import Link from "next/link";
import { cutText } from "@/app/_shared/cut-text";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";
import { load } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { EntityView } from "@/server/domain/draft";
import { CHILDREN } from "./entity-kinds";
import { QuickAdd } from "./quick-add";
import { QUICK_FIELDS } from "./quick-fields";

interface Props {
  at: { org: string; groupId: string };
  view: EntityView;
  canEdit: boolean;
}

const LINK = "text-accent hover:underline wrap-anywhere";

/** The entities of one kind that hang on this one, the first of them by name. */
async function Children({ at, view, canEdit, kind, field }: Props & { kind: string; field: string }) {
  const { entity } = view;
  const of = { kind: entity.kind, id: entity.id };
  const list = await load((api) => api.drafts.listEntities({ ...at, kind, of, page: 1 }));
  const shown = list.rows.slice(0, 8);
  const detail = kind === "targets" ? "weight" : undefined;
  return (
    <section aria-label={kindTitle(kind)}>
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="font-medium">
          {kindTitle(kind)} <span className="font-normal text-muted tabular-nums">{list.total.toLocaleString("en")}</span>
        </h3>
        {canEdit && (
          <Link className={`text-[13px] whitespace-nowrap ${LINK}`} href={paths.newEntity(at.org, at.groupId, kind, { [field]: entity.id })}>
            Add <span className="sr-only">{kindNoun(kind)}</span>
          </Link>
        )}
      </div>
      <ul>
        {shown.map((row) => (
          <li key={row.id} className="flex justify-between gap-2 py-0.5">
            <Link className={`min-w-0 ${LINK}`} prefetch={false} href={paths.entity(at.org, at.groupId, row)}>
              {cutText(row.label)}
            </Link>
            <span className="text-[13px] whitespace-nowrap text-muted">
              {row.isEnabled === false && "○ disabled "}
              {detail && `${detail} ${String(row.columns[detail] ?? "")}`}
            </span>
          </li>
        ))}
      </ul>
      {list.total > shown.length && (
        <Link className={`text-[13px] ${LINK}`} href={paths.entities(at.org, at.groupId, kind, { of: `${of.kind}:${of.id}` })}>
          Show all {list.total.toLocaleString("en")}
        </Link>
      )}
      {canEdit && kind in QUICK_FIELDS && <QuickAdd at={at} kind={kind} reference={{ [field]: entity.id }} revision={list.revision} />}
    </section>
  );
}

/** What the entity refers to, what hangs on it, and what else uses it: links both ways. */
export function Related({ at, view, canEdit }: Props) {
  const { entity, references, usedBy } = view;
  const children = CHILDREN[entity.kind] ?? [];
  const others = usedBy.filter(({ kind, count }) => count > 0 && !children.some(([child]) => child === kind));
  const of = `${entity.kind}:${entity.id}`;
  if (references.length + children.length + others.length === 0) return null;
  return (
    <Card title="Related">
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-1">
        {references.length > 0 && (
          <ul aria-label="Refers to" className="flex flex-col gap-1">
            {references.map(({ field, kind, id, label }) => (
              <li key={`${field} ${id}`} className="min-w-0">
                <span className="text-muted">{kindNoun(kind)}</span>{" "}
                <Link className={LINK} href={paths.entity(at.org, at.groupId, { kind, id })}>
                  {cutText(label)}
                </Link>
              </li>
            ))}
          </ul>
        )}
        {children.map(([kind, field]) => (
          <Children key={kind} at={at} view={view} canEdit={canEdit} kind={kind} field={field} />
        ))}
        {others.length > 0 && (
          <section aria-label="Used by">
            <h3 className="font-medium">Used by</h3>
            <ul>
              {others.map(({ kind, field, count }) => (
                <li key={`${kind} ${field}`}>
                  <Link className={LINK} href={paths.entities(at.org, at.groupId, kind, { of })}>
                    {count.toLocaleString("en")} {count === 1 ? kindNoun(kind) : kindTitle(kind).toLowerCase()}
                  </Link>{" "}
                  <span className="text-[13px] text-muted">({field})</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Card>
  );
}
