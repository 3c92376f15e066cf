import { isMap } from "../config-document/finding";
import { readCertificate } from "../key-material/read-certificate";

/** A certificate of a document and the time within which it is good. */
export interface CertificateTerm {
  id: string;
  /** The names that it is for, or what tells it apart. */
  name: string;
  kind: "certificates" | "ca_certificates";
  notBefore: number;
  notAfter: number;
}

const rowsIn = (document: Record<string, unknown>, kind: string): Record<string, unknown>[] => {
  const rows = document[kind];
  return Array.isArray(rows) ? rows.filter(isMap) : [];
};
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The names that each certificate of a document is for, by its id. */
function namesOf(document: Record<string, unknown>): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (id: string, name: string) => names.set(id, [...(names.get(id) ?? []), name]);
  for (const { certificate, name } of rowsIn(document, "snis")) add(textOf(isMap(certificate) ? certificate.id : certificate), textOf(name));
  for (const { id, snis } of rowsIn(document, "certificates")) {
    for (const each of Array.isArray(snis) ? snis : []) add(textOf(id), textOf(isMap(each) ? each.name : each));
  }
  return names;
}

/** The certificates of a document that can be read, with their ends: those in a vault cannot. Of one that has two, the earlier end counts. */
export function readCertificates(document: Record<string, unknown>): CertificateTerm[] {
  const names = namesOf(document);
  return (["certificates", "ca_certificates"] as const).flatMap((kind) =>
    rowsIn(document, kind).flatMap((row) => {
      const id = textOf(row.id);
      const read = [row.cert, row.cert_alt].map((pem) => readCertificate(textOf(pem))).filter((each) => each !== undefined && Number.isFinite(each.notAfter));
      const soonest = read.reduce((a, b) => (b && (!a || b.notAfter < a.notAfter) ? b : a), undefined);
      if (!soonest || id === "") return [];
      return [{ id, kind, name: names.get(id)?.join(", ") || id.slice(0, 8), notBefore: soonest.notBefore, notAfter: soonest.notAfter }];
    }),
  );
}
