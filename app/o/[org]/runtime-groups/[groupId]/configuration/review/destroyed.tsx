import { countText } from "@/app/_shared/count-text";
import { Notice } from "@/app/_ui/controls";
import type { PublishGuard } from "@/server/domain/configuration/publish-guard";

/** What publishing would destroy, before anything else is said of it; nothing where that is no large part. */
export function Destroyed({ guard, live }: { guard: PublishGuard; live: number | null }) {
  if (guard.kind === "none" || guard.count === 0) return null;
  return (
    <Notice tone="danger">
      <p className="font-semibold">
        {guard.kind === "empty"
          ? `Publishing deletes everything: all ${countText(guard.count, "entity")}`
          : `Publishing deletes ${countText(guard.count, "entity")}`}
        {live !== null && ` of v${live}`}.
      </p>
      <p className="text-muted">
        {guard.kind === "empty"
          ? "Every node would answer 404 to every request. The version that is live stays, to roll back to."
          : "That is more than a fifth of what is live. Look through them below."}
      </p>
    </Notice>
  );
}
