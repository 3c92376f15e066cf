import { Until } from "@/app/_ui/time";
import type { RolloutDetail } from "./load-rollouts";

type Progress = NonNullable<RolloutDetail["progress"]>;
type Gate = Extract<NonNullable<Progress["awaited"]>, { what: "instances" }>;

/** What a gate lacks, and how long that takes at least. */
function GateLack({ gate, now }: { gate: Gate; now: number }) {
  const { proven, needed, applied, counting, readyAt, limitAt } = gate;
  if (counting === 0)
    return (
      <>
        Nobody whom it reaches can prove it so far: they are away, pinned, paused or have only just enrolled. Halts <Until at={limitAt} now={now} /> otherwise.
      </>
    );
  return (
    <>
      <strong className="font-medium tabular-nums">
        {proven.toLocaleString("en")} of the {needed.toLocaleString("en")} needed
      </strong>{" "}
      {needed === 1 ? "is" : "are"} proven; {applied.toLocaleString("en")} of {counting.toLocaleString("en")} run it.{" "}
      {readyAt !== null ? (
        <>
          Goes on <Until at={readyAt} now={now} /> if they stay ready.
        </>
      ) : (
        <>
          Halts <Until at={limitAt} now={now} /> unless enough run it, ready.
        </>
      )}
    </>
  );
}

/** What a rollout that has not ended waits for, and how long yet. */
export function AwaitedText({ rollout, now }: { rollout: RolloutDetail; now: number }) {
  const { progress, state, haltReason, isApproved } = rollout;
  if (!progress) return null;
  const { awaited } = progress;
  if (!awaited) return <>Its gate holds: it goes on within seconds.</>;
  switch (awaited.what) {
    case "instances":
      return (
        <>
          <GateLack gate={awaited} now={now} />
          {isApproved && " Approved already."}
        </>
      );
    case "approval":
      return <>Its gate holds. It waits for a person to approve it.</>;
    case "freeze":
      return <>Its gate holds. It waits for the end of a freeze.</>;
    case "person":
      return state === "halted" ? <>Halted by itself: {haltReason?.text ?? "a gate did not hold"}. A person decides.</> : <>Paused. A person resumes it.</>;
    case "nothing":
      return null;
  }
}
