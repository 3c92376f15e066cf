"use client";
import { useParams, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { toast } from "sonner";
import { failureOf, trpc } from "@/app/_trpc/client";
import { paths } from "@/app/paths";

const LOOK_MS = 1000;
const LOOK_AFTER_FAILURE_MS = 3000;
/** Without a change the page is read anew after so many looks, for what the stamp leaves out. */
const LOOKS_BETWEEN_READINGS = 15;
/** A page that took long to read costs the server much: it rests so many times as long, however much goes on. */
const REST_PER_READING = 4;
const TOAST = { id: "live", duration: Infinity };

/** Says what stands in the way; the page stays as it is, with all that was typed. */
function tell(kind: ReturnType<typeof failureOf>["kind"]): void {
  if (kind === "unreachable") toast.warning("Signalbox cannot be reached. This page shows what was last known; trying again.", TOAST);
  const action = { label: "Sign in", onClick: () => window.open(paths.login(), "_blank") };
  if (kind === "signed out") toast.error("Your session has ended. Sign in in a new tab; what you typed here stays.", { ...TOAST, action });
}

/**
 * Keeps the open page current without a reload: looks every second for a stamp that costs the server little, and reads
 * the page anew only when it changed. Rests while the tab is hidden.
 */
export function Live() {
  const router = useRouter();
  const { org, groupId } = useParams<{ org: string; groupId?: string }>();
  const [isReading, start] = useTransition();
  const reading = useRef({ isUnderWay: isReading, since: 0, tookMs: 0 });
  useEffect(() => {
    const { current } = reading;
    if (isReading) current.since = performance.now();
    else if (current.isUnderWay) current.tookMs = performance.now() - current.since;
    current.isUnderWay = isReading;
  }, [isReading]);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Of before the page is read, so that what changes meanwhile is seen at the next look. None yet: the page is read once.
    let known: string | undefined;
    let looks = 0;
    const look = async () => {
      timer = undefined;
      if (isOver || document.hidden) return;
      const answer = await trpc.runtimeGroups.stamp.query({ org, groupId }).then((stamp) => ({ stamp }), failureOf);
      if (isOver) return;
      const isKnown = "stamp" in answer || answer.kind === "refused";
      if (isKnown) {
        toast.dismiss(TOAST.id);
        const stamp = "stamp" in answer ? answer.stamp : answer.message;
        looks += 1;
        if (!reading.current.isUnderWay && (stamp !== known || looks > LOOKS_BETWEEN_READINGS)) {
          [known, looks] = [stamp, 0];
          start(() => router.refresh());
        }
      } else tell(answer.kind);
      timer = setTimeout(look, isKnown ? Math.max(LOOK_MS, reading.current.tookMs * REST_PER_READING) : LOOK_AFTER_FAILURE_MS);
    };
    const onShown = () => {
      if (!document.hidden && timer === undefined) void look();
    };
    document.addEventListener("visibilitychange", onShown);
    timer = setTimeout(look, LOOK_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onShown);
    };
  }, [router, org, groupId]);
  return null;
}
