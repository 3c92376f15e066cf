import type { createWorld } from "./world";

/** A waiting poll, and whether it has been answered. */
export function hold(world: Awaited<ReturnType<typeof createWorld>>, token: string, headers: Record<string, string>, signal?: AbortSignal) {
  const state = { isAnswered: false };
  const answer = world.request("GET", "/config", { token, headers, ...(signal ? { signal } : {}) }).finally(() => (state.isAnswered = true));
  return { state, answer };
}
