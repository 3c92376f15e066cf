import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { updateOrgName } from "../../db/queries/people";
import type { OrgContext } from "../trpc/init";

/** Changes the org's name; its URLs stay. */
export async function updateOrg({ deps, org, by, membership }: OrgContext, name: string) {
  await org.db.write(async (tx) => {
    await updateOrgName(tx, org, name);
    await insertAudit(tx, org, {
      id: randomUUID(),
      at: deps.now(),
      ...by,
      action: "org.update",
      target: name,
      before: { name: membership.org.name },
      after: { name },
    });
  });
}
