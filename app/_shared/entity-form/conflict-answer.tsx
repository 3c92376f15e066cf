"use client";
import { useState } from "react";
import { countText } from "@/app/_shared/count-text";
import { Button } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { isMasked } from "./is-masked";
import type { DraftConflict } from "@/server/domain/draft";
import { type Fields, pathKey, textOf } from "./form-value";
import { mergeFields, settleClashes } from "./merge-fields";

interface Props {
  conflict: DraftConflict;
  /** As the form was filled. */
  base: Fields;
  mine: Fields;
  onSettled: (fields: Fields) => void;
  onCancel: () => void;
}

const shown = (value: unknown): string => (isMasked(value) ? "(secret)" : textOf(value) || "not set");

/** Who changed the entity meanwhile, and field by field whose value shall stay. What only one of the two changed is taken from each. */
export function ConflictAnswer({ conflict, base, mine, onSettled, onCancel }: Props) {
  const { theirs, authorName, at, title, fields = [], label } = conflict;
  // Nothing is chosen at first: neither side is lost by a click too many.
  const [chosen, setChosen] = useState<ReadonlyMap<string, "mine" | "theirs">>(new Map());
  const [now] = useState(() => Date.now());
  const secrets = fields.filter(({ isSecret }) => isSecret).map(({ path }) => path);
  const merge = mergeFields(base, mine, theirs?.fields ?? {}, secrets);
  const keys = merge.clashes.map(({ path }) => pathKey(path));
  const open = keys.filter((key) => !chosen.has(key)).length;
  const mineAt = new Set(keys.filter((key) => chosen.get(key) === "mine"));
  const chooseAll = (side: "mine" | "theirs") => setChosen(new Map(keys.map((key) => [key, side])));
  return (
    <section role="alert" aria-label="Somebody else changed this" className="rounded-md border border-warn bg-raised p-3">
      <p className="font-medium">
        <span aria-hidden="true" className="text-warn">
          !
        </span>{" "}
        {theirs ? `${authorName} changed ${label} while you typed` : `${authorName} deleted ${label} while you typed`}: {title}, <Time at={at} now={now} />.
      </p>
      <p className="text-muted">
        {!theirs && "Nothing you typed is lost: save it as a new entity, or leave it deleted."}
        {theirs &&
          (keys.length > 0 ? "You both changed these fields. Choose for each; all else is put together." : "You changed different fields. Both are kept.")}
      </p>
      {theirs && keys.length > 0 && (
        <div className="my-3 overflow-x-auto">
          <table className="w-full text-left [&_td]:p-1.5 [&_th]:p-1.5 [&_th]:font-medium">
            <thead className="text-[13px] text-muted">
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Theirs</th>
                <th scope="col">Yours</th>
              </tr>
            </thead>
            <tbody>
              {merge.clashes.map(({ path, theirs: their, mine: my }) => {
                const key = pathKey(path);
                const choice = (side: "mine" | "theirs", value: unknown) => (
                  <label className="flex items-baseline gap-1.5">
                    <input
                      type="radio"
                      name={`clash-${key}`}
                      checked={chosen.get(key) === side}
                      onChange={() => setChosen(new Map([...chosen, [key, side]]))}
                    />
                    <span className="sr-only">{side === "mine" ? "Yours" : "Theirs"}: </span>
                    <span className="min-w-0 font-mono text-[13px] break-all">{shown(value)}</span>
                  </label>
                );
                return (
                  <tr key={key} className="border-t border-line align-baseline">
                    <th scope="row" className="font-mono text-[13px]">
                      {path.join(".")}
                    </th>
                    <td>{choice("theirs", their)}</td>
                    <td>{choice("mine", my)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        {theirs && keys.length > 0 && (
          <>
            <Button kind="quiet" type="button" onClick={() => chooseAll("theirs")}>
              Take theirs
            </Button>
            <Button kind="quiet" type="button" onClick={() => chooseAll("mine")}>
              Keep mine
            </Button>
          </>
        )}
        <Button type="button" disabled={open > 0} onClick={() => onSettled(theirs ? settleClashes(merge, mineAt) : mine)}>
          {theirs ? "Save both together" : "Save as a new entity"}
        </Button>
        <Button kind="quiet" type="button" onClick={onCancel}>
          Back to the form
        </Button>
        {open > 0 && (
          <span role="status" className="self-center text-[13px] text-muted">
            {countText(open, "field")} to choose
          </span>
        )}
      </div>
    </section>
  );
}
