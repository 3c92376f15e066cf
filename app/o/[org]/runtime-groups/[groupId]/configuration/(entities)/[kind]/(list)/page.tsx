import type { Metadata } from "next";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";
import { Arrival } from "@/app/_shared/arrival";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, LinkButton, Notice, PageTitle, TextLink } from "@/app/_ui/controls";
import { Icon } from "@/app/_ui/icon";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { enterpriseEntity } from "@/server/domain/catalog/enterprise";
import { OF_NO_USE } from "@/server/domain/config-document/check-oddities";
import type { EntityPage } from "@/server/domain/draft";
import { ofKey } from "../../of-key";
import { EntityTable } from "../../entity-table";

interface Props {
  params: Promise<{ org: string; groupId: string; kind: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({ title: kindTitle((await params).kind) });

const CHANGED = { name: "changed", label: "Change", options: [["yes", "new or changed"]] } as const;

const filtersOf = ({ tags }: EntityPage) =>
  tags.length === 0 ? [CHANGED] : [{ name: "tag", label: "Tag", options: tags.map((tag) => [tag, tag] as const) }, CHANGED];

/** The entities of one kind: searched, filtered, sorted and paged by the server. */
export default async function KindPage({ params, searchParams }: Props) {
  const { org, groupId, kind } = await params;
  const given = await searchParams;
  const state = listStateOf(given, "label", ["tag", "changed"]);
  const of = ofKey(given.of);
  if (of) state.filters.of = `${of.kind}:${of.id}`;
  const { q: search, sort, page, filters } = state;
  const [group, list, above] = await Promise.all([
    loadGroup(org, groupId),
    load((api) => api.drafts.listEntities({ org, groupId, kind, search, sort, page, tag: filters.tag, of, onlyChanged: filters.changed === "yes" })),
    of && load((api) => api.drafts.getEntity({ org, groupId, ...of })),
  ]);
  const canEdit = can(group.role, "config.edit");
  const isFiltered = Boolean(search || filters.tag || filters.changed);
  const hasRows = list.total > 0 || isFiltered;
  const pages = Math.max(1, Math.ceil(list.total / list.pageSize));
  const create = canEdit && (
    <LinkButton href={paths.newEntity(org, groupId, kind)}>
      <Icon name="plus" />
      New {kindNoun(kind)}
    </LinkButton>
  );
  return (
    <>
      <PageTitle title={kindTitle(kind)} level={2} mark={<Arrival />} action={hasRows ? create : undefined}>
        {enterpriseEntity(kind)?.help}
      </PageTitle>
      {OF_NO_USE.has(kind) && (
        <Notice tone="warn">
          A node without a database takes these and does nothing with them: they are kept and published as they are, and can be taken out.
        </Notice>
      )}
      {of && above && (
        <p>
          Of {kindNoun(of.kind)} <TextLink href={paths.entity(org, groupId, of)}>{above.label}</TextLink>.{" "}
          <TextLink href={paths.entities(org, groupId, kind)}>Show all</TextLink>
        </p>
      )}
      {hasRows && <ListSearch state={state} label={`Search ${kindTitle(kind)}`} filters={filtersOf(list)} />}
      <EntityTable
        at={{ org, groupId }}
        page={list}
        label={kindTitle(kind)}
        canEdit={canEdit}
        head={[{ name: "label", title: "Name" }, ...list.columns].map(({ name, title }) => (
          <SortHead key={name} state={state} column={name}>
            {title}
          </SortHead>
        ))}
      >
        {isFiltered ? (
          <Empty title={`No ${kindNoun(kind)} fits this search`}>Take a word or a filter away.</Empty>
        ) : (
          <Empty title={`No ${kindNoun(kind)} yet`}>
            <p>{enterpriseEntity(kind)?.help}</p>
            {create}
          </Empty>
        )}
      </EntityTable>
      {hasRows && <Pager state={{ ...state, page: list.page }} pages={pages} total={list.total} noun={kindNoun(kind)} />}
    </>
  );
}
