import { loadIfThere } from "@/app/_trpc/server";
import type { EntitySchema } from "@/server/domain/kong-schema/schema";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The references that a URL gives a new entity, as in `?service=ID`, with their labels by `kind id`; `goneKind` is of one that went while the page was open. */
export async function givenReferences(at: { org: string; groupId: string }, { fields }: EntitySchema, given: (name: string) => string | undefined) {
  const wanted = fields.flatMap(({ name, type, reference }) => {
    const id = given(name);
    return type === "foreign" && reference && id && UUID.test(id) ? [{ name, kind: reference, id }] : [];
  });
  const views = await Promise.all(wanted.map(({ kind, id }) => loadIfThere((api) => api.drafts.getEntity({ ...at, kind, id }))));
  return {
    goneKind: wanted.find((_, index) => !views[index])?.kind,
    fields: Object.fromEntries(wanted.map(({ name, id }) => [name, id])),
    labels: Object.fromEntries(wanted.map(({ kind, id }, index) => [`${kind} ${id}`, views[index]?.label ?? id])),
  };
}
