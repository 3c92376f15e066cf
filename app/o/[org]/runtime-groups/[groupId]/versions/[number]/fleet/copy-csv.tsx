"use client";
import { useState } from "react";
import { toast } from "sonner";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/controls";
import { Icon } from "@/app/_ui/icon";
import { saveFile } from "@/app/_ui/save-file";
import type { ListState } from "@/server/domain/list-rows";

interface Props {
  at: { org: string; groupId: string };
  number: number;
  state: Pick<ListState, "q" | "filters">;
}

/** Copies who runs the config version as CSV, or saves it where the browser forbids that; all that the search and the filter leave, not the page alone. */
export function CopyCsv({ at, number, state: { q, filters } }: Props) {
  const [isPending, setPending] = useState(false);
  const copy = async () => {
    setPending(true);
    const answer = await trpc.instances.exportOfVersion.query({ ...at, number, q, filters }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) return toast.error(`Not copied: ${answer.message}`);
    const rows = `${answer.count} ${answer.count === 1 ? "instance" : "instances"}`;
    // Absent on a page that came over plain HTTP from elsewhere than loopback.
    const isCopied = await (navigator.clipboard?.writeText(answer.text).then(
      () => true,
      () => false,
    ) ?? Promise.resolve(false));
    if (!isCopied) saveFile(answer.text, `fleet-v${number}.csv`);
    toast.success(isCopied ? `Copied ${rows}.` : `Saved ${rows}: the browser forbids to copy here.`);
  };
  return (
    <Button kind="quiet" type="button" disabled={isPending} onClick={() => void copy()}>
      <Icon name="copy" />
      {isPending ? "Copying…" : "Copy as CSV"}
    </Button>
  );
}
