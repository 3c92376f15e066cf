import type { Metadata } from "next";
import { CodeBlock } from "@/app/_shared/code-block";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { OrgForm } from "@/app/_shared/org-form";
import { load, loadOrg } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { can, roleName } from "@/server/domain/ability";
import { keepActivityAction, updateOrgAction } from "./actions";
import { KeepActivity } from "./keep-activity";

export const metadata: Metadata = { title: "Settings" };

export default async function OrgSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [me, [keys, { keptDays }]] = await Promise.all([
    loadOrg(org),
    load((api) => Promise.all([api.signingKeys.list({ org }), api.activity.getKept({ org })])),
  ]);
  const now = Date.now();
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
      <Card title="Signing keys">
        <p className="mb-3 text-muted">
          Every config is signed with the newest key. An agent takes config of the key that its setup script named, and of no other.
        </p>
        <ul className="flex flex-col gap-4">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-col gap-2">
              <p className="flex flex-wrap items-center gap-x-3">
                <Copyable text={key.id} label="the key's ID" />
                <span className="text-muted">
                  Ed25519, made <Time at={key.createdAt} now={now} />
                </span>
              </p>
              <CodeBlock text={key.publicPem.trim()} label={`Public key ${key.id}`}>
                Public key, PEM
              </CodeBlock>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
