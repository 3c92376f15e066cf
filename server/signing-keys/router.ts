import { z } from "zod";
import { selectPublicKeys } from "../../db/queries/signing-keys";
import { orgProcedure, router } from "../trpc/init";
import { addSigningKey } from "./add";
import { removeSigningKey } from "./remove";

/** The keys that sign the org's configurations: their public halves, and their replacing. */
export const signingKeysRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => selectPublicKeys(ctx.org)),
  add: orgProcedure("signingKey.write").mutation(({ ctx }) => addSigningKey(ctx)),
  remove: orgProcedure("signingKey.write")
    .input(z.object({ keyId: z.string().max(100) }))
    .mutation(({ ctx, input }) => removeSigningKey(ctx, input.keyId)),
});
