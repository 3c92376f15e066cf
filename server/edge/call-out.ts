import { CallFailed, type CallOut } from "../notifications/call-out";

const PATIENCE_MS = 10_000;
const MOST_ANSWER_BYTES = 16 * 1024;

/** `CallOut` by workerd, whose flag `global_fetch_strictly_public` keeps it to hosts of the internet: HTTPS, no redirect, ten seconds. */
export const callOutFromEdge: CallOut = async ({ url, headers, body }) => {
  if (!url.startsWith("https://")) throw new CallFailed("Only https:// is called.");
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: answer.status, text: await beginningOf(answer) };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new CallFailed(isLate ? `Nothing was answered within ${PATIENCE_MS / 1000} seconds.` : "The call failed.", { cause: error });
  }
};

async function beginningOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the stream.
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    // safe because a body's stream is iterable in workerd as in Node
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString();
}
