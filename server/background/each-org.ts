import type { Database } from "../../db/client";
import { selectOrgIds } from "../../db/queries/people";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { Job, Lease } from "./job";

/**
 * A job's run that does its work for one organization after the other, in a handle of its own; it ends early where its lease is lost.
 * `which`: those that there is something to do for.
 */
export const eachOrg =
  (work: (deps: Deps, org: OrgDb, lease: Lease) => Promise<unknown>, which: (db: Database) => Promise<string[]> = selectOrgIds): Job["run"] =>
  async (deps, lease) => {
    for (const orgId of await which(deps.db)) {
      if (lease.signal.aborted) return;
      await work(deps, mintOrgDb(deps.db, orgId), lease);
    }
  };
