"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { EntityYaml } from "@/app/_shared/entity-form/entity-yaml";
import { refusalOf, trpc } from "@/app/_trpc/client";

interface Props {
  at: { org: string; groupId: string };
  filled: { text: string; revision: number };
  isReadOnly: boolean;
}

export function DraftYaml({ at, filled, isReadOnly }: Props) {
  const router = useRouter();
  return (
    <EntityYaml
      label="The whole draft as YAML"
      filled={filled}
      isReadOnly={isReadOnly}
      unsavedKey={`${at.groupId}/yaml`}
      save={({ text, revision }) => trpc.drafts.saveYaml.mutate({ ...at, text, revision }).catch(refusalOf)}
      onSaved={() => {
        toast.success("Saved to the draft.");
        router.refresh();
      }}
    />
  );
}
