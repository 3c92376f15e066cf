import { assignIds } from "../config-document/assign-ids";
import type { IdMaker } from "../config-document/entity-ids";
import { locateEntities } from "../config-document/entity-walk";
import { type DocumentPath, isMap } from "../config-document/finding";

/** A document, and where in the one that it was made of each of its places was. */
export interface Hoisted {
  document: Record<string, unknown>;
  origin: (path: DocumentPath) => DocumentPath;
}

const inPlace = (path: DocumentPath): DocumentPath => path;

/**
 * The document with the SNIs that stand in certificates, as decK writes them, in a list of their own: Kong refuses nested ones beside
 * credentials of basic-auth, and means the same by both. What is no list of maps stays where it is. The input is left untouched.
 */
export function hoistSnis(document: Record<string, unknown>, makeId: IdMaker): Hoisted {
  const { certificates, snis } = document;
  if (
    !Array.isArray(certificates) ||
    !certificates.some((each) => isMap(each) && Array.isArray(each["snis"])) ||
    (Array.isArray(snis) ? snis : []).some((sni) => !isMap(sni))
  )
    return { document, origin: inPlace };
  const located = locateEntities(document);
  const ids = assignIds(located, makeId);
  const idOf = new Map(located.map((each) => [each.entity, ids.get(each)]));
  const hoisted: unknown[] = [];
  const origins: DocumentPath[] = [];
  const flat = certificates.map((certificate: unknown, index) => {
    if (!isMap(certificate) || !Array.isArray(certificate["snis"]) || !certificate["snis"].every(isMap)) return certificate;
    const { snis: own, ...rest } = certificate;
    const id = idOf.get(certificate);
    own.forEach((sni, at) => {
      hoisted.push({ ...sni, certificate: id });
      origins.push(["certificates", index, "snis", at]);
    });
    return { ...rest, id };
  });
  if (hoisted.length === 0) return { document, origin: inPlace };
  const before: unknown[] = Array.isArray(snis) ? snis : [];
  const origin = (path: DocumentPath): DocumentPath => {
    const [kind, at, ...rest] = path;
    const from = kind === "snis" && typeof at === "number" ? origins[at - before.length] : undefined;
    return from ? [...from, ...rest] : path;
  };
  return { document: { ...document, certificates: flat, snis: [...before, ...hoisted] }, origin };
}
