"use client";
import { useState } from "react";
import { Copyable } from "@/app/_shared/copyable";
import { TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { EntityDiff } from "@/server/domain/configuration/entity-diff";
import { type Change, ChangeBadge, CHANGES, ChangeCounts } from "./change-counts";
import { countText } from "./count-text";
import { cutText } from "./cut-text";
import { FieldDiffs, fieldText } from "./field-diff";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";

const SHOWN = 100;
const NAMED_FIELDS = 4;
const LOOK = "min-h-9 min-w-0 rounded-md border border-edge bg-raised px-2.5 placeholder:text-muted";

/** The fields that a change touches, as many as a line holds. */
function touched({ change, fields }: EntityDiff): string {
  if (change !== "changed" && change !== "renamed") return "";
  const names = fields.slice(0, NAMED_FIELDS).map((field) => fieldText(field.path));
  return [...names, ...(fields.length > NAMED_FIELDS ? [`${fields.length - NAMED_FIELDS} more`] : [])].join(", ");
}

function Row({ diff, at }: { diff: EntityDiff; at?: { org: string; groupId: string } }) {
  const { key, label, labelBefore, change } = diff;
  return (
    <details className="group border-line px-3 py-1.5 [&:not(:first-child)]:border-t">
      <summary className="flex list-none flex-wrap items-baseline gap-x-3 [&::-webkit-details-marker]:hidden">
        <span aria-hidden="true" className="w-2 text-muted transition-transform group-open:rotate-90">
          ›
        </span>
        <span className="w-20">
          <ChangeBadge change={change} />
        </span>
        <span className={`min-w-0 font-medium break-all ${change === "deleted" ? "line-through decoration-danger" : ""}`}>
          {labelBefore !== undefined && labelBefore !== label && <span className="font-normal text-muted line-through">{cutText(labelBefore)}</span>}{" "}
          {cutText(label)}
        </span>
        <span className="min-w-0 text-[13px] break-all text-muted">{touched(diff)}</span>
      </summary>
      <div className="my-2 flex flex-col gap-2 sm:pl-5">
        <FieldDiffs diff={diff} />
        <div className="flex flex-wrap items-center gap-x-4 text-[13px] text-muted">
          <Copyable text={key.id} label={`the ID of ${kindNoun(key.kind)} ${cutText(label)}`} />
          {at && change !== "deleted" && <TextLink href={paths.entity(at.org, at.groupId, key)}>Open this {kindNoun(key.kind)}</TextLink>}
        </div>
      </div>
    </details>
  );
}

/** `isWhole`: these are all that changed of the kind, so that their count is the kind's. */
function OfKind({ kind, diffs, isWhole, at }: { kind: string; diffs: EntityDiff[]; isWhole: boolean; at?: { org: string; groupId: string } }) {
  const [shown, setShown] = useState(SHOWN);
  const counts: Partial<Record<Change, number>> = {};
  for (const { change } of diffs) counts[change] = (counts[change] ?? 0) + 1;
  return (
    <section aria-label={kindTitle(kind)}>
      <h3 className="mb-1 flex flex-wrap items-baseline gap-x-3 font-medium">
        {kindTitle(kind)}{" "}
        <span className="text-[13px] font-normal">{isWhole ? <ChangeCounts counts={counts} /> : <span className="text-muted">some of them</span>}</span>
      </h3>
      <div className="rounded-md border border-line bg-raised">
        {diffs.slice(0, shown).map((diff) => (
          <Row key={diff.key.id} diff={diff} at={at} />
        ))}
        {diffs.length > shown && (
          <button
            type="button"
            className="w-full border-t border-line px-3 py-1.5 text-left text-accent hover:bg-hover"
            onClick={() => setShown(shown + SHOWN)}
          >
            Show {Math.min(SHOWN, diffs.length - shown)} more of {countText(diffs.length, kindNoun(kind))}
          </button>
        )}
      </div>
    </section>
  );
}

/**
 * What is different, entity by entity, grouped by kind; a row opens to its fields. `more`: how many the server left out.
 * `at`: the draft in which a row's entity can be opened; absent: nowhere.
 */
export function EntityDiffs({ diffs, more = 0, at }: { diffs: readonly EntityDiff[]; more?: number; at?: { org: string; groupId: string } }) {
  const [words, setWords] = useState("");
  const [change, setChange] = useState("");
  const isFound = (diff: EntityDiff) =>
    (!change || diff.change === change) &&
    `${diff.label} ${diff.labelBefore ?? ""} ${diff.key.kind} ${diff.key.id}`.toLowerCase().includes(words.toLowerCase().trim());
  const found = diffs.filter(isFound);
  const byKind = new Map<string, EntityDiff[]>();
  for (const diff of found) byKind.set(diff.key.kind, [...(byKind.get(diff.key.kind) ?? []), diff]);
  return (
    <div className="flex flex-col gap-4">
      {diffs.length > 8 && (
        <div className="flex flex-wrap gap-2">
          <input
            type="search"
            aria-label="Search by name or ID"
            placeholder="Search by name or ID"
            className={`${LOOK} min-w-56 flex-1 sm:max-w-sm`}
            onChange={(event) => setWords(event.target.value)}
          />
          <select aria-label="Change" className={LOOK} onChange={(event) => setChange(event.target.value)}>
            <option value="">Change: any</option>
            {Object.keys(CHANGES).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </div>
      )}
      {[...byKind].map(([kind, ofKind]) => (
        <OfKind key={kind} kind={kind} diffs={ofKind} isWhole={more === 0} at={at} />
      ))}
      {found.length === 0 && diffs.length > 0 && <p className="text-muted">No changed entity fits this search.</p>}
      {more > 0 && <p className="text-muted">{countText(more, "more entity")} changed, too many to list here. The export holds all.</p>}
    </div>
  );
}
