import type { Metadata } from "next";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { OrgForm } from "@/app/_shared/org-form";
import { load, loadOrg } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { can, roleName } from "@/server/domain/ability";
import { keepActivityAction, updateOrgAction } from "./actions";
import { KeepActivity } from "./keep-activity";

export const metadata: Metadata = { title: "Settings" };

export default async function OrgSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [me, { keptDays }] = await Promise.all([loadOrg(org), load((api) => api.activity.getKept({ org }))]);
  return (
    <>
      <Card title="Organization">
        <div className="flex flex-col gap-4">
          <Facts
            facts={[
              ["Name in URLs", <Copyable key="slug" text={me.slug} label="the organization's name in URLs" />],
              ["ID", <Copyable key="id" text={me.id} label="the organization's ID" />],
            ]}
          />
          {can(me.role, "org.write") ? (
            <OrgForm action={updateOrgAction.bind(null, org)} button="Save" name={me.name} />
          ) : (
            <p className="text-muted">Your role ({roleName(me.role)}) does not rename the organization; an Admin can.</p>
          )}
        </div>
      </Card>
      <Card title="Activity">
        <p className="mb-3 text-muted">
          Older entries are deleted as new ones are written. The chain that proves the rest goes on from there; export first what must be kept elsewhere.
        </p>
        {can(me.role, "org.write") ? (
          <KeepActivity action={keepActivityAction.bind(null, org)} keptDays={keptDays} />
        ) : (
          <p>Kept for {keptDays === null ? "ever" : `${keptDays} days`}.</p>
        )}
      </Card>
    </>
  );
}
