"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { EntityYaml } from "@/app/_shared/entity-form/entity-yaml";
import { useChecked } from "@/app/_shared/entity-form/use-checked";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";
import { saveEntityYamlAction } from "./actions";
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
  const check = useChecked(kind, schema, plugin);
  return (
    <EntityYaml
      label="This entity as YAML"
      filled={filled}
      isReadOnly={isReadOnly}
      unsavedKey={`${at.groupId}/${kind}/${id}/yaml`}
      check={check}
      save={(given) => withinLimit(given.text, () => saveEntityYamlAction(at, { kind, id, ...given }))}
      onSaved={() => {
        toast.success("Saved to the draft.");
        router.refresh();
      }}
    />
  );
}
