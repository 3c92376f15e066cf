"use client";
import { CodeBlock } from "@/app/_shared/code-block";
import { Copyable } from "@/app/_shared/copyable";
import { Card, Notice, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { renderSetupAction } from "../actions";
import { Watch } from "./watch";

/** What the server rendered: the blocks, the settings, and the token that is shown this once. */
export type Plan = Extract<Awaited<ReturnType<typeof renderSetupAction>>, { blocks: unknown }>;

/** The watch, the token, a block per step, and what every setting does. */
export function SetupPlan({ org, groupId, plan }: { org: string; groupId: string; plan: Plan }) {
  const uses = plan.maxUses === null ? "any number of uses" : plan.maxUses === 1 ? "one use" : `${plan.maxUses} uses`;
  return (
    <>
      <Watch org={org} groupId={groupId} instanceId={plan.instanceId} since={plan.madeAt} />
      {plan.isUnreachable && (
        <Notice tone="danger" role="alert">
          These blocks name an address that means the container itself there. Set SIGNALBOX_URL to an HTTPS address that the host can reach, start Signalbox
          again, and generate anew.
        </Notice>
      )}
      <Notice tone="warn">
        <p>
          <strong>Copy now: the enrollment token is shown this once.</strong> It stands in the blocks below, and is good until <Moment at={plan.expiresAt} />{" "}
          for {uses}. Lost? Generate anew, and revoke it under <TextLink href={paths.groupSettings(org, groupId)}>Settings</TextLink>.
        </p>
        <p>
          <Copyable text={plan.enrollmentToken} label="the enrollment token" />
        </p>
      </Notice>
      <ol className="flex flex-col gap-4">
        {plan.blocks.map((block, index) => (
          <li key={block.id}>
            <Card title={`${index + 1}. ${block.title}`}>
              <CodeBlock text={block.code} label={block.title}>
                {block.explanation}
              </CodeBlock>
            </Card>
          </li>
        ))}
      </ol>
      <h2 className="font-semibold">What each setting does</h2>
      <Table label="Settings" head={["Setting", "Value", "What it does"]}>
        {plan.settings.map(({ name, value, meaning }) => (
          <tr key={name}>
            <td>
              <code className="text-[12.5px] whitespace-nowrap">{name}</code>
            </td>
            <td className="min-w-40">
              <code className="text-[12.5px] break-words [overflow-wrap:anywhere]">{value || "(empty)"}</code>
            </td>
            <td className="min-w-64">{meaning}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
