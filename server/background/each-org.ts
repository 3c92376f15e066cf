import type { Database } from "../../db/client";
import { selectOrgIds } from "../../db/queries/people";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { type FailedPart, partsFailed } from "../domain/error-names";
import { type Job, type Lease, LeaseLostError } from "./job";

/**
 * A job's run that does its work for one organization after the other, in a handle of its own. Where it fails for one, the others have
 * their turn all the same, and it throws once all are done; it ends early where its lease is lost. `which`: those that there is something to do for.
 */
export const eachOrg =
  (work: (deps: Deps, org: OrgDb, lease: Lease) => Promise<unknown>, which: (db: Database) => Promise<string[]> = selectOrgIds): Job["run"] =>
  async (deps, lease) => {
    const failures: FailedPart[] = [];
    for (const orgId of await which(deps.db)) {
      if (lease.signal.aborted) break;
      await work(deps, mintOrgDb(deps.db, orgId), lease).catch((error: unknown) => {
        if (error instanceof LeaseLostError) throw error;
        failures.push({ what: `organization ${orgId}`, error });
      });
    }
    if (failures.length > 0) throw partsFailed(failures);
  };
