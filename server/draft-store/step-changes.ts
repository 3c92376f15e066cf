import type { EntityChange } from "../domain/configuration/configuration";
import { readMembers, toParts } from "./wire";

/**
 * The changes of a step as bytes to seal: a line for some hundred of them, so that a step of any size is written and read in
 * parts, between which other work has its turn.
 */
export const encodeChanges = async (changes: readonly EntityChange[]): Promise<Buffer> => Buffer.from((await toParts(changes)).join("\n"));

/** What `encodeChanges` was given. */
export async function decodeChanges(bytes: Buffer): Promise<EntityChange[]> {
  const lines = bytes.toString().split("\n");
  return (await readMembers(lines)) as EntityChange[]; // safe because `encodeChanges` wrote them
}
