import { accessTokensRouter, serviceAccountsRouter } from "../access-tokens/router";
import { accountRouter } from "../account/router";
import { activityRouter } from "../activity/router";
import { catalogRouter } from "../catalog/router";
import { configImportsRouter } from "../config-imports/router";
import { configVersionsRouter } from "../config-versions/router";
import { conditionsRouter } from "../conditions/router";
import { draftsRouter } from "../drafts/router";
import { enrollmentTokensRouter } from "../enrollment-tokens/router";
import { freezeWindowsRouter, groupFreezeWindowsRouter } from "../freeze-windows/router";
import { membersRouter } from "../members/router";
import { notificationsRouter } from "../notifications/router";
import { orgRouter } from "../org/router";
import { rolloutsRouter } from "../rollouts/router";
import { runtimeGroupsRouter } from "../runtime-groups/router";
import { runtimeInstancesRouter } from "../runtime-instances/router";
import { searchRouter } from "../search/router";
import { setupRouter } from "../setup/router";
import { signingKeysRouter } from "../signing-keys/router";
import { createCallerFactory, router } from "./init";

/** Every procedure of the console. */
export const appRouter = router({
  accessTokens: accessTokensRouter,
  account: accountRouter,
  activity: activityRouter,
  catalog: catalogRouter,
  conditions: conditionsRouter,
  configImports: configImportsRouter,
  configVersions: configVersionsRouter,
  drafts: draftsRouter,
  enrollmentTokens: enrollmentTokensRouter,
  freezeWindows: freezeWindowsRouter,
  groupFreezeWindows: groupFreezeWindowsRouter,
  instances: runtimeInstancesRouter,
  members: membersRouter,
  notifications: notificationsRouter,
  org: orgRouter,
  rollouts: rolloutsRouter,
  runtimeGroups: runtimeGroupsRouter,
  search: searchRouter,
  serviceAccounts: serviceAccountsRouter,
  setup: setupRouter,
  signingKeys: signingKeysRouter,
});
/** What clients are typed by. */
export type AppRouter = typeof appRouter;
/** Calls procedures in this process as the context's user. */
export const createCaller = createCallerFactory(appRouter);
