"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { EntityYaml } from "@/app/_shared/entity-form/entity-yaml";
import { useChecked } from "@/app/_shared/entity-form/use-checked";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";
import { paths } from "@/app/paths";
import { saveEntityYamlAction } from "./actions";
import { GoneNotice } from "./gone-notice";
import { useGone } from "./held-page";
import { withinLimit } from "./within-limit";

interface Props {
  at: { org: string; groupId: string };
  kind: string;
  id: string;
  schema: EntitySchema;
  plugin?: PluginSchema;
  filled: { text: string; revision: number; stamp?: string };
  isReadOnly: boolean;
}

/** The YAML of an entity of the draft, in its page. */
export function EntityYamlEditor({ at, kind, id, schema, plugin, filled, isReadOnly }: Props) {
  const router = useRouter();
  const gone = useGone();
  const { org, groupId } = at;
  const check = useChecked(kind, schema, plugin);
  return (
    <EntityYaml
      label="This entity as YAML"
      filled={filled}
      isReadOnly={isReadOnly}
      unsavedKey={`${at.groupId}/${kind}/${id}/yaml`}
      check={check}
      gone={
        gone && {
          revision: gone.revision,
          notice: (yaml) => <GoneNotice gone={gone} isNew={false} isReadOnly={isReadOnly} yaml={yaml} leaveHref={paths.entities(org, groupId, kind)} />,
        }
      }
      save={(given) => withinLimit(given.text, () => saveEntityYamlAction(at, { kind, id: gone ? undefined : id, ...given }))}
      onSaved={(savedId) => {
        toast.success("Saved to the draft.");
        if (savedId && savedId !== id) router.push(paths.entity(org, groupId, { kind, id: savedId }));
        else router.refresh();
      }}
    />
  );
}
