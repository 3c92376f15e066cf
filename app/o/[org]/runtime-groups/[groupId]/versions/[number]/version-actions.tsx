"use client";
import { useRouter } from "next/navigation";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { ExportMenu } from "@/app/_shared/export-menu";
import type { WaysOut } from "@/app/_shared/rollout/use-how-it-goes-out";
import { LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { restoreAsDraftAction } from "../actions";
import { RollBack } from "../roll-back";

interface Props {
  at: { org: string; groupId: string };
  number: number;
  live: number | null;
  isKept: boolean;
  instances: number;
  fileName: string;
  canEdit: boolean;
  canPublish: boolean;
  ways: WaysOut;
  mayOverride: boolean;
  canReveal: boolean;
}

/** What can be done with one version. */
export function VersionActions({ at, number, live, isKept, instances, fileName, canEdit, canPublish, ways, mayOverride, canReveal }: Props) {
  const router = useRouter();
  if (!isKept) return null;
  const isLive = number === live;
  const restore = async () => {
    const result = await restoreAsDraftAction(at, number);
    if (!result.error) router.push(paths.review(at.org, at.groupId));
    return result;
  };
  return (
    <div className="flex flex-wrap gap-2">
      {!isLive && live !== null && (
        <LinkButton kind="quiet" href={paths.compare(at.org, at.groupId, live, number)}>
          Compare with live
        </LinkButton>
      )}
      {number > 1 && (
        <LinkButton kind="quiet" href={paths.compare(at.org, at.groupId, number - 1, number)}>
          Compare with v{number - 1}
        </LinkButton>
      )}
      <ExportMenu at={at} source={number} fileName={fileName} canReveal={canReveal} />
      {canEdit && (
        <ConfirmButton label="Restore as draft" title={`Restore v${number} as the draft?`} action={restore} done={`The draft holds what v${number} held.`}>
          The draft becomes what v{number} holds, as one step that can be undone. Nothing goes live before you publish it.
        </ConfirmButton>
      )}
      {canPublish && !isLive && <RollBack {...{ at, number, live, instances, ways, mayOverride }} />}
    </div>
  );
}
