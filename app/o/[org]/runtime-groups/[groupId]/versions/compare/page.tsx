import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { DiffView } from "@/app/_shared/diff-view";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { loadWaysOut } from "../../rollouts/load-rollouts";
import { RollBack } from "../roll-back";
import { CompareChoice } from "./compare-choice";

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

type Side = number | "draft";

/** A side of the comparison as the URL has it; what makes no sense is a 404. */
function sideOf(value: string | string[] | undefined, fallback: Side, live: number | null): Side {
  if (value === undefined) return fallback;
  if (value === "draft") return "draft";
  if (value === "live" && live !== null) return live;
  if (typeof value !== "string" || !/^[1-9]\d{0,8}$/.test(value)) notFound();
  return Number(value);
}

const nameOf = (side: Side, live: number | null): string => (side === "draft" ? "draft" : `v${side}${side === live ? ", live" : ""}`);

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { from, to } = await searchParams;
  return { title: `Compare ${[from, to].filter((side) => typeof side === "string").join(" with ")}`.slice(0, 60) };
}

export default async function ComparePage({ params, searchParams }: Props) {
  const [{ org, groupId }, query] = await Promise.all([params, searchParams]);
  const at = { org, groupId };
  const [versions, group, ways] = await Promise.all([load((api) => api.configVersions.list(at)), loadGroup(org, groupId), loadWaysOut(org, groupId)]);
  const live = group.liveVersion?.number ?? null;
  if (versions.length === 0) {
    return (
      <Empty title="Nothing to compare">
        <p>No config version is published yet.</p>
        <LinkButton href={paths.review(org, groupId)}>Review the draft</LinkButton>
      </Empty>
    );
  }
  const [from, to] = [sideOf(query.from, live ?? "draft", live), sideOf(query.to, "draft", live)];
  const options = [
    { value: "draft", text: "Draft" },
    ...versions.map(({ number, message, isLive }) => ({ value: String(number), text: `v${number}${isLive ? " (live)" : ""}: ${message}` })),
  ];
  const removed = [from, to].find((side) => versions.some(({ number, isKept }) => number === side && !isKept));
  const difference = removed === undefined && from !== to ? await load((api) => api.configVersions.compare({ ...at, from, to })) : null;
  const older = typeof to === "number" && to !== live && removed === undefined ? to : null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">
          {nameOf(from, live)} → {nameOf(to, live)}
        </h2>
        {to === "draft" && from === live && <LinkButton href={paths.review(org, groupId)}>Review and publish</LinkButton>}
        {older !== null && can(group.role, "config.publish") && (
          <RollBack at={at} number={older} live={live} instances={group.instances.total} ways={ways} mayOverride={can(group.role, "freeze.override")} />
        )}
      </div>
      <CompareChoice from={String(from)} to={String(to)} options={options} />
      {removed !== undefined && <p>The content of v{removed} was removed by the retention rule of this group; choose a later version.</p>}
      {from === to && removed === undefined && <p className="text-muted">Both sides are the same. Choose another one.</p>}
      {difference && difference.diff.length === 0 && (
        <Card>
          <Empty title="No difference">
            {typeof to === "number" ? <TextLink href={paths.version(org, groupId, to)}>{`See v${to}`}</TextLink> : "The draft holds exactly the same."}
          </Empty>
        </Card>
      )}
      {difference && difference.diff.length > 0 && (
        <Card title="What changes" action={<ChangeCounts counts={difference.counts} />}>
          <DiffView
            diffs={difference.diff}
            more={difference.more}
            yaml={difference.yaml}
            isPartial={difference.yaml.isPartial}
            names={{ before: nameOf(from, live), after: nameOf(to, live) }}
            at={to === "draft" ? at : undefined}
          />
        </Card>
      )}
    </>
  );
}
