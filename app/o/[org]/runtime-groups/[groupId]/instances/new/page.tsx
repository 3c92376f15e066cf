import type { Metadata } from "next";
import { loadGroup } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { can, roleName } from "@/server/domain/ability";
import { NewInstance } from "./new-instance";

export const metadata: Metadata = { title: "New instance" };

export default async function NewInstancePage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const group = await loadGroup(org, groupId);
  if (!can(group.role, "instance.enroll"))
    return (
      <Card title="New instance">
        <p>Your role ({roleName(group.role)}) does not add instances. An Editor or Admin can.</p>
      </Card>
    );
  return <NewInstance org={org} groupId={groupId} />;
}
