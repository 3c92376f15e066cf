import { randomUUID } from "node:crypto";
import { countUsers, insertUser, isSetupLinkGood, replaceSetupLinks, useSetupLink } from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import type { SetupInput } from "../domain/sign-in";
import { addOrg } from "./create-org";
import { hashPassword } from "./password";
import { hashToken, newToken } from "./token-hash";

const LINK_MS = 60 * 60_000;

const badLink = () => new DomainError("forbidden", "This set-up link was used or is out of date. Run npm run setup-link for a new one.");

/** Whether there is a user already, so that the set-up is closed. */
export const isSetUp = async (deps: Deps): Promise<boolean> => (await countUsers(deps.db.read)) > 0;

/**
 * A new one-time link, good for one hour, in the place of every earlier one; null once there is a user. The token is in
 * the fragment, which browsers send to no server, so that it stands in no log.
 */
export async function createSetupLink(deps: Pick<Deps, "db" | "env" | "now">): Promise<string | null> {
  const token = newToken("sbs");
  return deps.db.write(async (tx) => {
    if ((await countUsers(tx)) > 0) return null;
    await replaceSetupLinks(tx, { tokenHash: hashToken(token), expiresAt: deps.now() + LINK_MS });
    return `${deps.env.url}/setup#token=${token}`;
  });
}

/** Makes the first user, its org, the group `default` and a signing key, once per link. Throws `forbidden` on a bad link. */
export async function completeSetup(deps: Deps, input: SetupInput): Promise<{ slug: string }> {
  const now = deps.now();
  // Asked before the costly hash, since anybody may call this; the transaction below is what decides.
  if (!(await isSetupLinkGood(deps.db, hashToken(input.token), now))) throw badLink();
  const passwordHash = await hashPassword(input.password);
  const userId = randomUUID();
  return deps.db.write(async (tx) => {
    const isGood = (await useSetupLink(tx, hashToken(input.token), now)) && (await countUsers(tx)) === 0;
    if (!isGood) throw badLink();
    await insertUser(tx, { id: userId, email: input.email, name: input.name, passwordHash, createdAt: now });
    return addOrg(tx, deps, { id: userId, name: input.name }, input.orgName);
  });
}
