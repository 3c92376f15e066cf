import type { Database } from "./client";

declare const orgBrand: unique symbol;
declare const runtimeBrand: unique symbol;

/**
 * A handle on one org's rows. Minted where the tenant was proven, and nowhere else; queries take it first, so that no
 * query can run without a tenant.
 */
export interface OrgDb {
  readonly [orgBrand]: true;
  readonly orgId: string;
  readonly db: Database;
}

/** A handle for one runtime instance, minted after its credential was checked. */
export interface RuntimeDb {
  readonly [runtimeBrand]: true;
  readonly orgId: string;
  readonly groupId: string;
  readonly instanceId: string;
  readonly db: Database;
}

/** Mints an org handle. Call only where a membership, or the row of a token, has just proven the tenant; `tests/architecture` lists where. */
export const mintOrgDb = (db: Database, orgId: string): OrgDb => ({ db, orgId }) as OrgDb; // safe because the brand exists in types alone

/** Mints a runtime handle. Call only where the bearer's own row has just proven the tenant; `tests/architecture` lists where. */
export const mintRuntimeDb = (db: Database, ids: { orgId: string; groupId: string; instanceId: string }): RuntimeDb => ({ db, ...ids }) as RuntimeDb; // safe because the brand exists in types alone
