import type { Actor } from "@/server/domain/audit-chain";

/** Who acts, for a verb that is called without a request. */
export const acting = ({ id, name }: { id: string; name: string }): Actor => ({ actor: name, actorKind: "user", actorId: id, address: null, requestId: null });
