import type { FormResult } from "@/app/_trpc/server";
import { bytesText, MOST_ENTITY_BYTES } from "@/server/domain/size-limits";

/** Saves what was typed of an entity, unless that is more than one may have: the server would refuse the request unread. */
export const withinLimit = async <Answer>(typed: unknown, save: () => Promise<Answer>): Promise<Answer | FormResult> =>
  new Blob([JSON.stringify(typed)]).size > MOST_ENTITY_BYTES ? { error: `An entity has at most ${bytesText(MOST_ENTITY_BYTES)}.` } : save();
