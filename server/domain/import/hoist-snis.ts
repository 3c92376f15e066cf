import { assignIds } from "../config-document/assign-ids";
import type { IdMaker } from "../config-document/entity-ids";
import { locateEntities } from "../config-document/entity-walk";
import { isMap } from "../config-document/finding";

/**
 * The document with the SNIs that stand in certificates, as decK writes them, in a list of their own: Kong refuses nested ones beside
 * credentials of basic-auth, and means the same by both. What is no list of maps stays where it is. The input is left untouched.
 */
export function hoistSnis(document: Record<string, unknown>, makeId: IdMaker): Record<string, unknown> {
  const { certificates, snis } = document;
  if (
    !Array.isArray(certificates) ||
    !certificates.some((each) => isMap(each) && Array.isArray(each["snis"])) ||
    (Array.isArray(snis) ? snis : []).some((sni) => !isMap(sni))
  )
    return document;
  const located = locateEntities(document);
  const ids = assignIds(located, makeId);
  const idOf = new Map(located.map((each) => [each.entity, ids.get(each)]));
  const hoisted: unknown[] = [];
  const flat = certificates.map((certificate: unknown) => {
    if (!isMap(certificate) || !Array.isArray(certificate["snis"]) || !certificate["snis"].every(isMap)) return certificate;
    const { snis: own, ...rest } = certificate;
    const id = idOf.get(certificate);
    for (const sni of own) hoisted.push({ ...sni, certificate: id });
    return { ...rest, id };
  });
  return hoisted.length === 0 ? document : { ...document, certificates: flat, snis: [...(Array.isArray(snis) ? snis : []), ...hoisted] };
}
