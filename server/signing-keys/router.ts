import { selectPublicKeys } from "../../db/queries/people";
import { orgProcedure, router } from "../trpc/init";

/** The public halves of the org's signing keys. */
export const signingKeysRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => selectPublicKeys(ctx.org)),
});
