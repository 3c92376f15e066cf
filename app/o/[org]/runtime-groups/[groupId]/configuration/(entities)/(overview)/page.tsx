import type { Metadata } from "next";
import Link from "next/link";
import { ChangeMarks } from "@/app/_shared/change-counts";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { enterpriseEntity } from "@/server/domain/catalog/enterprise";
import type { DraftSummary } from "@/server/domain/draft";
import { kindGroups } from "../entity-kinds";

export const metadata: Metadata = { title: "Configuration" };

interface At {
  org: string;
  groupId: string;
}

const STEPS = [
  ["services", "Add a gateway service", "Where requests go: the host and port of what answers them."],
  ["routes", "Add a route", "Which requests go there: by path, host or method."],
  ["plugins", "Add a plugin", "What happens on the way: who may pass, how often, and what is written down."],
] as const;

/** What leads from nothing to a first route with a plugin; nothing once all are there. */
function FirstEntities({ at, counts }: { at: At; counts: DraftSummary["counts"] }) {
  const next = STEPS.findIndex(([kind]) => !counts[kind]);
  if (next < 0) return null;
  return (
    <Card title="First steps">
      <ol className="flex flex-col gap-3">
        {STEPS.map(([kind, title, text], index) => (
          <li key={kind} className="flex flex-wrap items-center gap-3">
            <span
              aria-hidden="true"
              className={`grid size-6 shrink-0 place-items-center rounded-full border text-[13px] ${counts[kind] ? "border-ok text-ok" : "border-edge"}`}
            >
              {counts[kind] ? "✓" : index + 1}
            </span>
            <span className="min-w-0 flex-1 basis-48">
              <span className="font-medium">{title}</span>
              {Boolean(counts[kind]) && <span className="text-ok"> (done)</span>}
              <span className="block text-muted">{text}</span>
            </span>
            {index === next && <LinkButton href={paths.newEntity(at.org, at.groupId, kind)}>New {kindNoun(kind)}</LinkButton>}
          </li>
        ))}
      </ol>
      {next === 0 && (
        <p className="mt-4 text-muted">
          You have a configuration already?{" "}
          <Link className="text-accent underline underline-offset-2" href={paths.importConfig(at.org, at.groupId)}>
            Import a decK, declarative or OpenAPI file
          </Link>
          .
        </p>
      )}
    </Card>
  );
}

export default async function ConfigurationPage({ params }: { params: Promise<At> }) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const [draft, taken, group] = await Promise.all([load((api) => api.drafts.get(at)), load((api) => api.catalog.kinds(at)), loadGroup(org, groupId)]);
  const canEdit = can(group.role, "config.edit");
  return (
    <>
      {!canEdit && <p className="text-muted">Your role ({roleName(group.role)}) does not edit. An Editor or Admin can.</p>}
      {canEdit && <FirstEntities at={at} counts={draft.counts} />}
      <div className="grid gap-4 lg:grid-cols-3">
        {kindGroups(draft.counts, taken).map(([title, kinds]) => (
          <Card key={title} title={title}>
            <ul className="flex flex-col gap-3">
              {kinds.map((kind) => {
                const changes = draft.changedByKind[kind];
                return (
                  <li key={kind}>
                    <span className="flex items-baseline justify-between gap-2">
                      <Link className="font-medium text-accent hover:underline" prefetch={false} href={paths.entities(org, groupId, kind)}>
                        {kindTitle(kind)}
                      </Link>
                      <span className="flex gap-2 tabular-nums">
                        {changes && changes.created + changes.changed + changes.deleted > 0 && <ChangeMarks counts={changes} />}
                        {(draft.counts[kind] ?? 0).toLocaleString("en")}
                      </span>
                    </span>
                    <span className="block text-[13px] text-muted">{enterpriseEntity(kind)?.help}</span>
                  </li>
                );
              })}
            </ul>
          </Card>
        ))}
      </div>
    </>
  );
}
