import { type DeliveryRow, selectMessageEvents } from "../../db/queries/deliveries";
import { selectOrg } from "../../db/queries/people";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { type Message, MOST_TOLD } from "../domain/notifications/message";

/** The console's page of a group, or of the org. */
const pageOf = ({ env }: Pick<Deps, "env">, slug: string, groupId: string | null): string =>
  groupId === null ? `${env.url}/o/${slug}` : `${env.url}/o/${slug}/runtime-groups/${groupId}`;

/** What a delivery tells, from its events as they were written. */
export async function messageOf(deps: Pick<Deps, "env">, org: OrgDb, { seq, kind, groupId }: DeliveryRow): Promise<Message> {
  const [about, { rows, count, subjects, newestAt }] = await Promise.all([selectOrg(org), selectMessageEvents(org.db, seq, MOST_TOLD)]);
  const group = groupId === null ? null : { id: groupId, name: rows.at(-1)?.groupName ?? "" };
  return { kind, org: about, group, url: pageOf(deps, about.slug, groupId), events: rows, count, subjects, at: newestAt };
}

/** A message that tells nothing but that it comes through. */
export async function testMessage(deps: Pick<Deps, "env" | "now">, org: OrgDb): Promise<Message> {
  const about = await selectOrg(org);
  return { kind: "test", org: about, group: null, url: pageOf(deps, about.slug, null), events: [], count: 0, subjects: 0, at: deps.now() };
}
