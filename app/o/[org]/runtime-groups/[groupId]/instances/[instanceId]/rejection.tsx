import { CodeBlock } from "@/app/_shared/code-block";
import { KongErrors } from "@/app/_shared/kong-errors";
import { TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { KongError } from "@/server/domain/kong-errors";

const SHOWN_ERRORS = 20;
interface Rejected {
  versionNumber: number | null;
  kongStatus: number;
  body: string;
  at: number;
  errors: KongError[];
}

/** Why the node refused a config: by entity and field as far as it said, and its own words exactly. */
export function Rejection({
  at,
  rejected,
  runningVersion,
  now,
}: {
  at: { org: string; groupId: string };
  rejected: Rejected;
  runningVersion: number | null;
  now: number;
}) {
  const { errors, body, kongStatus, versionNumber } = rejected;
  const who = kongStatus ? `Kong answered ${kongStatus}` : "The agent refused it before it reached Kong";
  return (
    <section className="min-w-0 rounded-lg border border-danger bg-raised p-4" aria-labelledby="rejection">
      <h2 id="rejection" className="font-semibold">
        <span aria-hidden="true" className="text-danger">
          ✕
        </span>{" "}
        Rejected {versionNumber ? `v${versionNumber}` : "a config"}
      </h2>
      <p className="mb-3 text-muted">
        {who}, <Time at={rejected.at} now={now} />. The node keeps serving {runningVersion ? `v${runningVersion}` : "what it ran before"}.{" "}
        {versionNumber !== null && runningVersion !== null && versionNumber !== runningVersion && (
          <TextLink href={paths.compare(at.org, at.groupId, runningVersion, versionNumber)}>See what is different</TextLink>
        )}
      </p>
      <KongErrors at={at} errors={errors.slice(0, SHOWN_ERRORS)} />
      {errors.length > SHOWN_ERRORS && (
        <details className="mt-2">
          <summary>{errors.length - SHOWN_ERRORS} more</summary>
          <KongErrors at={at} errors={errors.slice(SHOWN_ERRORS)} />
        </details>
      )}
      <details className="mt-3" open={errors.length === 0}>
        <summary>The node&apos;s exact words</summary>
        <div className="mt-2">
          <CodeBlock text={body || "(the node said nothing)"} label="the node's exact words" isTall>
            {body.length} characters, as they came
          </CodeBlock>
        </div>
      </details>
    </section>
  );
}
