import { expect, it } from "vitest";
import { TOKEN_ABILITIES } from "@/server/domain/access-token";
import type { Operation } from "@/server/rest-api/operation";
import { OPERATIONS } from "@/server/rest-api/operations";
import { appRouter } from "@/server/trpc/root";
import { CASES } from "@/tests/server/trpc/procedure-cases";

/** Procedures that automation has no need of, and why. */
const OF_THE_CONSOLE: Record<string, string> = {
  "accessTokens.create": "a token makes no token, so that one that leaked does not outlive its revocation",
  "accessTokens.getLimit": "is told by a page; the limit is refused in words",
  "accessTokens.setLimit": "is decided by a person",
  "serviceAccounts.create": "who acts in an organization is decided by a person",
  "serviceAccounts.createToken": "a token makes no token",
  "serviceAccounts.delete": "is decided by a person",
  "serviceAccounts.list": "is a page; listAllAccessTokens tells who has tokens",
  "serviceAccounts.update": "is decided by a person",
  "account.beginSecondFactor": "is about the person, who is signed in",
  "account.confirmSecondFactor": "is about the person, who is signed in",
  "account.removeSecondFactor": "is about the person, who is signed in",
  "account.renewRecoveryCodes": "is about the person, who is signed in",
  "members.makeResetLink": "who has it signs in as the member, and as more than a token's scope",
  "org.getSignInRules": "is told by a page",
  "org.updateSignInRules": "is decided by a person",
  "account.changePassword": "is about the person, who is signed in",
  "account.endSession": "is about the person, who is signed in",
  "account.get": "is about the person, who is signed in",
  "account.listSessions": "is about the person, who is signed in",
  "account.update": "is about the person, who is signed in",
  "members.endSessions": "is decided by a person",
  "members.invite": "who belongs to an organization is decided by a person",
  "members.leave": "is decided by a person",
  "members.listInvitations": "who belongs to an organization is decided by a person",
  "members.remove": "who belongs to an organization is decided by a person",
  "members.resendInvitation": "who belongs to an organization is decided by a person",
  "members.revokeInvitation": "who belongs to an organization is decided by a person",
  "members.update": "who belongs to an organization is decided by a person",
  "activity.getKept": "is told by a page",
  "activity.keep": "is decided by a person",
  "activity.export": "makes a file; listAudit gives the same as JSON, page by page",
  "drafts.pick": "fills a picker of references; listEntities finds them too",
  "drafts.saveEntityYaml": "an entity goes as JSON; the whole draft goes as YAML",
  "catalog.kind": "fills the console's forms",
  "catalog.kinds": "fills the console's forms",
  "catalog.list": "fills the console's forms",
  "catalog.plugin": "fills the console's forms",
  "instances.list": "pages by number for a table; listRuntimeInstances walks by id",
  "instances.listOfVersion": "pages by number for a table; listVersionInstances walks by id, and waitUntilApplied counts",
  "instances.exportOfVersion": "makes a file; listVersionInstances gives the same as JSON",
  "instances.watch": "follows a new instance on a page; waitUntilApplied is for scripts",
  "rollouts.getNewest": "is told by pages; listRollouts has it first",
  "rollouts.listOf": "is told by a page of config versions; listRollouts has them all",
  "org.create": "a token is of one organization, and reaches no other",
  "runtimeGroups.stamp": "tells an open page whether to read again",
  "search.find": "is the command palette",
};

it("every procedure is an operation, or is said to be none, and why", () => {
  const served = new Set<string>(OPERATIONS.map(({ procedure }) => procedure));
  const missing = Object.keys(appRouter._def.procedures).filter((path) => !served.has(path));
  expect(missing.sort()).toEqual(Object.keys(OF_THE_CONSOLE).sort());
});

it("a token may carry just what operations ask for, an export with secrets, and the override of a freeze", () => {
  const asked = OPERATIONS.flatMap(({ procedure }) => CASES[procedure]?.needs ?? []);
  expect([...TOKEN_ABILITIES.org, ...TOKEN_ABILITIES.group].sort()).toEqual([...new Set([...asked, "config.reveal", "freeze.override"])].sort());
});

it("operations and their paths are told apart", () => {
  const told = (of: (operation: Operation) => string) => OPERATIONS.map(of);
  expect(new Set(told(({ id }) => id)).size).toBe(OPERATIONS.length);
  expect(new Set(told(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, "{}")}`)).size).toBe(OPERATIONS.length);
});
