import { isSettled } from "@/server/domain/instance-state";
import type { watchNewInstances } from "@/server/runtime-instances/watch";

export type Seen = Awaited<ReturnType<typeof watchNewInstances>>;
/** 0 waiting, 1 connected, 2 applied. */
export type Step = 0 | 1 | 2;

interface Progress {
  step: Step;
  text: string;
  isBad?: boolean;
  /** When the last of them was heard, where all fell silent. */
  silentSince?: number;
}

function ofOne([only]: Seen, isSilent: boolean): Progress {
  const isApplied = only !== undefined && isSettled(only.state.sync);
  if (only && only.runningVersion !== null && (isApplied || isSilent)) return { step: 2, text: `Applied v${only.runningVersion}` };
  if (isSilent) return { step: 1, text: "Connected" };
  return { step: 1, text: only?.state.sync === "unknown" ? "Connected. This group has published nothing yet" : "Connected, applying the config…" };
}

function ofMany(heard: Seen): Progress {
  const applied = heard.filter((each) => each.runningVersion !== null && isSettled(each.state.sync)).length;
  return { step: applied === heard.length ? 2 : 1, text: `Connected: ${heard.length} instances, ${applied} with the config applied` };
}

/** What the instances seen so far came to. The step never goes back behind `reached`, whoever falls silent or leaves. */
export function progressOf(seen: Seen, reached: Step): Progress {
  const heard = seen.filter((each) => each.lastSeenAt !== null);
  if (heard.length === 0) return { step: reached, text: reached === 0 ? "Waiting for the instance…" : "The instance stopped, and its record went with it" };
  const isSilent = heard.every((each) => each.state.connection !== "connected");
  const rejected = heard.find((each) => each.state.sync === "rejected");
  const { step, text } = heard.length > 1 ? ofMany(heard) : ofOne(heard, isSilent);
  return {
    step: step > reached ? step : reached,
    text: rejected ? `Connected, but ${rejected.hostname} rejected the config` : text,
    isBad: rejected !== undefined,
    silentSince: isSilent ? Math.max(...heard.map((each) => each.lastSeenAt ?? 0)) : undefined,
  };
}
