"use client";
import { useEffect, useState } from "react";

/** How many whole seconds something has been going on; 0 while it is not. For words such as "Checking… 4 s". */
export function useElapsed(isUnderWay: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!isUnderWay) return;
    const since = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - since) / 1000)), 1000);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [isUnderWay]);
  return seconds;
}
