"use client";
import { useState } from "react";
import { toast } from "sonner";
import { SaveAsMenu } from "@/app/_shared/save-as-menu";
import { failureOf, trpc } from "@/app/_trpc/client";
import { MenuItem, MenuNote } from "@/app/_ui/menu";
import { saveFile } from "@/app/_ui/save-file";
import type { ActivityFilter } from "./activity-filter";

/** Saves what the filters leave as a file. */
export function ExportActivity({ org, filter }: { org: string; filter: ActivityFilter }) {
  const [isPending, setPending] = useState(false);
  const save = async (format: "csv" | "ndjson") => {
    setPending(true);
    const answer = await trpc.activity.export.mutate({ org, ...filter, format }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) return toast.error(`Not exported: ${answer.message}`);
    saveFile(answer.text, `activity-${org}.${format}`);
    const { count, total } = answer;
    if (count < total) toast.warning(`Exported the newest ${count} of ${total} entries. Choose earlier days for the rest.`);
    else toast.success(`Exported ${count} ${count === 1 ? "entry" : "entries"}.`);
  };
  return (
    <SaveAsMenu isPending={isPending}>
      <MenuNote>What the search and the filters leave.</MenuNote>
      <MenuItem onSelect={() => void save("csv")}>CSV</MenuItem>
      <MenuItem onSelect={() => void save("ndjson")}>NDJSON</MenuItem>
    </SaveAsMenu>
  );
}
