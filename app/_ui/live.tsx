"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page's server data anew every so often, without a reload. */
export function Live({ everyMs = 1500 }: { everyMs?: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
