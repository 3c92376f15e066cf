import { openContent } from "../at-rest/content";
import { rejectedBodyPlace } from "../at-rest/places";
import { openText } from "../at-rest/seal";
import { CATALOG } from "../domain/catalog/catalog";
import { type KongError, parseKongErrors } from "../domain/kong-errors";
import { locateErrors } from "../domain/locate-errors";
import { maskRefusal } from "../domain/mask-refusal";
import type { OrgContext } from "../trpc/init";

/** What is stored of an instance that refused a config version. */
export interface Refused {
  orgId: string;
  id: string;
  rejectedBody: string | null;
  rejectedEtag: string | null;
}

/** What Kong said, secrets masked, and what it named. */
export interface Refusal {
  body: string;
  errors: KongError[];
}

/** Reads what Kongs of the group said when they refused; a document that several refused is opened once. */
export function refusalReader({ deps, org }: OrgContext, groupId: string): (refused: Refused) => Promise<Refusal> {
  const documents = new Map<string, Promise<unknown>>();
  const documentOf = (etag: string): Promise<unknown> => {
    const known = documents.get(etag) ?? openContent(deps.keys, org, groupId, etag).then((text) => (text === undefined ? undefined : JSON.parse(text)));
    documents.set(etag, known);
    return known;
  };
  /** Entities that Kong told by place or name are looked up in the document that it refused. */
  const located = async (etag: string, body: string): Promise<KongError[]> => {
    const errors = parseKongErrors(body);
    if (errors.every(({ entityType, entityId }) => entityType === null || entityId !== null)) return errors;
    const document = await documentOf(etag);
    return document === undefined ? errors : locateErrors(document, errors);
  };
  return async ({ orgId, id, rejectedBody, rejectedEtag }) => {
    const body = maskRefusal(await openText(rejectedBody ?? "", deps.keys, rejectedBodyPlace(orgId, id)), CATALOG);
    return { body, errors: rejectedEtag === null ? [] : await located(rejectedEtag, body) };
  };
}

/** The first fault that Kong named, in a sentence; null: it named none. */
export function firstWords([error]: readonly KongError[]): string | null {
  if (!error) return null;
  const { entityType, entityName, field, message } = error;
  const entity = [entityType?.replaceAll("_", " "), entityName].filter(Boolean).join(" ");
  return ["Its Kong refused it", [entity, field && `field ${field}`].filter(Boolean).join(", "), message].filter(Boolean).join(": ");
}
