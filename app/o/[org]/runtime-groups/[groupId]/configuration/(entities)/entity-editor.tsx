"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { leadOn } from "@/app/_shared/arrival";
import { EntityForm } from "@/app/_shared/entity-form/entity-form";
import type { SaveForm } from "@/app/_shared/entity-form/use-entity-form";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { failureOf, trpc } from "@/app/_trpc/client";
import { paths } from "@/app/paths";
import type { DraftFinding } from "@/server/domain/draft";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";
import { writeYaml } from "@/server/domain/config-document/write-yaml";
import { saveEntityAction } from "./actions";
import { GoneNotice } from "./gone-notice";
import { useGone } from "./held-page";
import { withinLimit } from "./within-limit";
import { isKind } from "./entity-kinds";

interface Props {
  at: { org: string; groupId: string };
  kind: string;
  /** Absent: a new entity. */
  id?: string;
  /** The field that in the form stands for what it is nested in. */
  nested?: { field: string };
  /** What it is a duplicate of. */
  duplicateOf?: string;
  schema: EntitySchema;
  plugin?: PluginSchema;
  filled: { fields: Record<string, unknown>; revision: number; stamp?: string };
  /** What the server has to say of it as it is. */
  known?: DraftFinding[];
  /** The labels of what it refers to, by `kind id`. */
  labels: Record<string, string>;
  isReadOnly: boolean;
  /** Where to go once a new one is saved; absent: to the entity. */
  after?: string;
}

/** The form of an entity of the draft, in its page. */
export function EntityEditor({ at, kind, id, nested, duplicateOf, schema, plugin, filled, known, labels, isReadOnly, after }: Props) {
  const router = useRouter();
  const { org, groupId } = at;
  const gone = useGone();
  const leaveHref = paths.entities(org, groupId, kind);
  const save = ({ fields, revision, stamp, isAnew }: SaveForm) => {
    // Null, not absence: a nested entity whose parent is not named stays where it is.
    const own = nested && fields[nested.field] === undefined ? { ...fields, [nested.field]: null } : fields;
    return withinLimit(own, () => saveEntityAction(at, { kind, id: isAnew ? undefined : id, fields: own, revision, stamp, duplicateOf }));
  };
  const onSaved = (saved: { id: string }) => {
    toast.success(id ? "Saved to the draft." : `The ${kindNoun(kind)} is in the draft.`);
    if (saved.id === id) return;
    leadOn();
    router.push(after ?? paths.entity(org, groupId, { kind, id: saved.id }));
  };
  return (
    <EntityForm
      kind={kind}
      schema={schema}
      plugin={plugin}
      filled={filled}
      known={known}
      isNew={id === undefined}
      isReadOnly={isReadOnly}
      gone={
        gone && {
          revision: gone.revision,
          notice: (fields) => <GoneNotice gone={gone} isNew={id === undefined} isReadOnly={isReadOnly} yaml={writeYaml(fields)} leaveHref={leaveHref} />,
        }
      }
      unsavedKey={`${groupId}/${kind}/${id ?? "new"}`}
      pick={(of, search) => trpc.drafts.pick.query({ org, groupId, kind: of, search }).catch((error: unknown) => failureOf(error).message)}
      createHref={(of) => (isKind(of) && !isReadOnly ? paths.newEntity(org, groupId, of) : undefined)}
      labelOf={(of, given) => labels[`${of} ${given}`]}
      save={save}
      onSaved={onSaved}
    />
  );
}
