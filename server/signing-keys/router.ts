import { selectPublicKeys } from "../../db/queries/people";
import { orgProcedure, router } from "../trpc/init";

export const signingKeysRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => selectPublicKeys(ctx.org)),
});
