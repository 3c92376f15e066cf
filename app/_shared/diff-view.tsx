"use client";
import dynamic from "next/dynamic";
import { CopyButton } from "@/app/_ui/copy-button";
import { Tabs } from "@/app/_ui/tabs";
import type { EntityDiff } from "@/server/domain/configuration/entity-diff";
import { EntityDiffs } from "./entity-diff";

/** Loaded where the YAML is looked at: the editor that marks differences is heavy. */
const TextDiff = dynamic(async () => (await import("./text-diff")).TextDiff, { ssr: false, loading: () => <p className="text-muted">Comparing…</p> });

interface Props {
  diffs: readonly EntityDiff[];
  more?: number;
  /** Masked. Absent: too large to be compared here. */
  yaml?: { before: string; after: string };
  /** The texts hold only the entities that differ. */
  isPartial?: boolean;
  names: { before: string; after: string };
  /** The draft in which entities can be opened; absent: nowhere. */
  at?: { org: string; groupId: string };
}

/** The difference of two configurations: by entity, and as YAML side by side. */
export function DiffView({ diffs, more, yaml, isPartial = false, names, at }: Props) {
  const text = yaml ? (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted">
          {isPartial && "Only the entities that differ, because the whole is large. "}Secrets are masked: one that changed is told under “By entity”.
        </p>
        <CopyButton text={yaml.after} label={`the YAML of ${names.after}`} />
      </div>
      <TextDiff before={{ name: names.before, text: yaml.before }} after={{ name: names.after, text: yaml.after }} />
    </div>
  ) : (
    <p className="text-muted">The documents are too large to be compared as text here. Export both and compare them on your machine.</p>
  );
  return (
    <Tabs
      label="How the difference is shown"
      tabs={[
        ["By entity", <EntityDiffs key="entities" diffs={diffs} more={more} at={at} />],
        ["YAML", text],
      ]}
    />
  );
}
