"use client";
import { useEffect, useState } from "react";
import { failureOf, trpc } from "@/app/_trpc/client";
import { TextLink } from "@/app/_ui/controls";
import { Moment } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { progressOf, type Seen, type Step } from "./progress";

const LOOK_MS = 1000;
const CHECKLIST_MS = 60_000;
const CHECKS = [
  ["DNS", 'does the host resolve the name in SIGNALBOX_URL? Try: curl -v "$SIGNALBOX_URL/api/health"'],
  ["TLS", "does curl there take the certificate, without -k?"],
  ["Clock", "is the host's clock right to the minute? Certificates and signatures depend on it."],
  ["Token", "is it whole, not expired, not used up? Settings lists it with its uses."],
  ["Admin port", "does Kong listen on 127.0.0.1:8001 in the agent's own network namespace?"],
  ["Logs", "what does the agent say? journalctl -u signalbox-agent, docker logs, or kubectl logs -c signalbox-agent."],
] as const;

interface Props {
  org: string;
  groupId: string;
  /** Null: every node makes its own id, so that all first seen since count. */
  instanceId: string | null;
  /** By the server's clock. */
  since: number;
}

/** Asks every second who was seen; an answer that does not come changes nothing, and is said. */
function useSeen({ org, groupId, instanceId, since }: Props) {
  const [seen, setSeen] = useState<Seen>([]);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const answer = await trpc.instances.watch.query({ org, groupId, instanceId, since }).catch(failureOf);
      if (isOver) return;
      if (Array.isArray(answer)) setSeen(answer);
      setFailure(Array.isArray(answer) ? "" : answer.message);
      timer = setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [org, groupId, instanceId, since]);
  return { seen, failure };
}

/** Watches for the instance without a reload: waiting, connected, applied; after a minute of silence, what to check. */
export function Watch(props: Props) {
  const { org, groupId } = props;
  const { seen, failure } = useSeen(props);
  const [isLate, setLate] = useState(false);
  const [reached, setReached] = useState<Step>(0);
  const { step, text, isBad, silentSince } = progressOf(seen, reached);
  if (step !== reached) setReached(step);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), CHECKLIST_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (step > 0) return;
    // The token is shown this once: leaving before it was used is asked about.
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [step]);
  const [only] = seen;
  return (
    <section
      aria-label="Progress"
      className={`sticky top-2 z-10 rounded-lg border bg-raised p-4 shadow-sm ${isBad ? "border-danger" : step === 2 ? "border-ok" : "border-accent"}`}
    >
      <div className="flex flex-wrap items-center gap-3">
        <span aria-hidden="true" className="flex gap-1">
          {[0, 1, 2].map((each) => (
            <span
              key={each}
              className={`h-1.5 w-8 rounded ${each < step || step === 2 ? "bg-ok" : each === step ? (isBad ? "bg-danger" : "animate-pulse bg-accent") : "bg-line"}`}
            />
          ))}
        </span>
        <p role="status" className="font-semibold">
          {text}
          {silentSince !== undefined && (
            <>
              , then not heard of since <Moment at={silentSince} />
            </>
          )}
        </p>
        {only && seen.length === 1 && <TextLink href={paths.instance(org, groupId, only.id)}>Open {only.hostname}</TextLink>}
        {seen.length > 1 && <TextLink href={paths.instances(org, groupId)}>See them all</TextLink>}
        {only?.state.sync === "unknown" && <TextLink href={paths.configuration(org, groupId)}>Write its config</TextLink>}
      </div>
      {failure && <p className="mt-2 text-danger">{failure}</p>}
      {isLate && step === 0 && (
        <div className="mt-3">
          <p className="mb-1">Nothing was heard for a minute. Check, in this order:</p>
          <ol className="list-decimal pl-5">
            {CHECKS.map(([name, question]) => (
              <li key={name}>
                <strong className="font-semibold">{name}:</strong> {question}
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
