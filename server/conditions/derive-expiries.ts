import { selectAccessTokensEndingAfter, selectLongestDays } from "../../db/queries/access-tokens";
import { selectLiveVersions } from "../../db/queries/config-versions";
import {
  type Condition,
  deleteConditions,
  insertConditions,
  selectCertificateTerms,
  selectConditionsOfKinds,
  upsertCertificateTerms,
} from "../../db/queries/open-conditions";
import { selectGoodEnrollmentTokens } from "../../db/queries/runtime-instances";
import type { Executor } from "../../db/client";
import type { OrgDb } from "../../db/scoped";
import { openContent } from "../at-rest/content";
import type { Deps } from "../deps";
import { expiryOf } from "../domain/access-token";
import { isMap } from "../domain/config-document/finding";
import { expiryMark, REMEMBERED_MS, tokenExpiryMark } from "../domain/notifications/condition";
import { readCertificates } from "../domain/notifications/read-certificates";

type Found = Omit<Condition, "mark"> & { mark: string | null };

/** The certificates of every group's live document. One that went live since the last look is opened, once for all processes. */
async function liveCertificates({ keys }: Pick<Deps, "keys">, org: OrgDb) {
  const [live, terms] = await Promise.all([selectLiveVersions(org), selectCertificateTerms(org)]);
  const known = new Map(terms.map((each) => [each.groupId, each]));
  const found = [];
  for (const { groupId, etag } of live) {
    const before = known.get(groupId);
    if (before?.etag === etag) {
      found.push({ groupId, certificates: before.certificates });
      continue;
    }
    const json = await openContent(keys, org, groupId, etag);
    const document: unknown = json === undefined ? undefined : JSON.parse(json);
    const certificates = isMap(document) ? readCertificates(document) : [];
    await org.db.write((tx) => upsertCertificateTerms(tx, org, { groupId, etag, certificates }));
    found.push({ groupId, certificates });
  }
  return found;
}

async function tokensOf(org: OrgDb, now: number): Promise<Found[]> {
  const [access, longestDays, enrollment] = await Promise.all([
    selectAccessTokensEndingAfter(org, now - REMEMBERED_MS),
    selectLongestDays(org),
    selectGoodEnrollmentTokens(org),
  ]);
  const ofAccess = access.map((token): Found => {
    const until = expiryOf(token, longestDays);
    const detail = { what: "access token", name: `${token.name} of ${token.ownerName}`, until };
    return { subjectId: token.id, kind: "tokenExpiring", groupId: null, mark: tokenExpiryMark({ from: token.createdAt, until }, now), detail };
  });
  const ofEnrollment = enrollment.map(({ id, groupId, createdAt, createdBy, expiresAt: until }): Found => {
    const detail = { what: "enrollment token", name: `of ${createdBy}`, until };
    return { subjectId: id, kind: "tokenExpiring", groupId, mark: tokenExpiryMark({ from: createdAt, until }, now), detail };
  });
  return [...ofAccess, ...ofEnrollment];
}

/**
 * Holds tokens, and the certificates of live config versions, against the clock: people are told a month, a week and a day before each
 * ends, and at its end. What was revoked, replaced or removed is over without a word.
 */
export async function deriveExpiries(deps: Pick<Deps, "keys" | "now">, org: OrgDb, assertHeld: (tx: Executor) => Promise<void>): Promise<void> {
  const now = deps.now();
  const certificates = (await liveCertificates(deps, org)).flatMap((group) =>
    group.certificates.map(({ id, name, kind, notBefore, notAfter }): Found => {
      const detail = { name, of: kind, until: notAfter };
      // An id may stand in several groups.
      const subjectId = `${group.groupId}/${id}`;
      return { subjectId, kind: "certificateExpiring", groupId: group.groupId, mark: expiryMark({ from: notBefore, until: notAfter }, now), detail };
    }),
  );
  const due = [...(await tokensOf(org, now)), ...certificates].flatMap((each) => (each.mark === null ? [] : [{ ...each, mark: each.mark }]));
  const open = await selectConditionsOfKinds(org, ["tokenExpiring", "certificateExpiring"]);
  const marks = new Map(open.map(({ subjectId, mark }) => [subjectId, mark]));
  const opened = due.filter(({ subjectId, mark }) => marks.get(subjectId) !== mark);
  const holding = new Set(due.map(({ subjectId }) => subjectId));
  const closed = open.filter(({ subjectId }) => !holding.has(subjectId));
  if (opened.length + closed.length === 0) return;
  await org.db.write(async (tx) => {
    await assertHeld(tx);
    await deleteConditions(tx, org, closed);
    await insertConditions(tx, org, opened, now);
  });
}
