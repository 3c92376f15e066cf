"use client";
import { useEffect, useState } from "react";
import { watchAction } from "../actions";

type Seen = Awaited<ReturnType<typeof watchAction>>[number];

const LOOK_MS = 1000;
const CHECKLIST_MS = 60_000;
const CHECKS = ["DNS: does the host resolve the address in SIGNALBOX_URL?", "TLS: does curl take the certificate there?", "Clock: is it right to the minute?", "Token: not expired and not used up?", "Admin port: does Kong listen on 127.0.0.1:8001?", "Logs: what does the agent say?"];

/** Watches for the instance without a reload: waiting, connected, applied; after a minute of silence, what to check. */
export function Watch({ at, instanceId, since }: { at: { org: string; groupId: string }; instanceId: string | null; since: number }) {
  const [seen, setSeen] = useState<Seen | undefined>();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      const instances = await watchAction(at).catch(() => []);
      if (isOver) return;
      setSeen(instances.find((each) => (instanceId ? each.id === instanceId : each.firstSeenAt >= since)));
      setLate(Date.now() - since > CHECKLIST_MS);
      timer = setTimeout(look, LOOK_MS);
    };
    let timer = setTimeout(look, LOOK_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [at, instanceId, since]);
  const isConnected = seen?.state.connection === "connected";
  const text = !isConnected ? "Waiting for the instance…" : seen.state.sync === "rejected" ? "Connected; it rejected the config" : seen.runningVersion ? `Applied v${seen.runningVersion}` : "Connected";
  return (
    <section role="status" className="rounded-lg border border-accent bg-raised p-4">
      <p className="font-semibold">{text}</p>
      {isLate && !isConnected && <><p className="mt-2">Nothing was heard for a minute. Check:</p><ul className="list-disc pl-5">{CHECKS.map((each) => <li key={each}>{each}</li>)}</ul></>}
    </section>
  );
}
