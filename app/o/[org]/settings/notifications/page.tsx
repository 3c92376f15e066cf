import type { Metadata } from "next";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { Labels } from "@/app/_shared/labels";
import { load } from "@/app/_trpc/server";
import { Card, Empty, LinkButton, PageTitle } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { paths } from "@/app/paths";
import { EVENT_RULES } from "@/server/domain/notifications/event-kinds";
import { createChannelAction, deleteRuleAction, saveRuleAction } from "./actions";
import { ChannelCard } from "./channel-card";
import { ChannelDialog } from "./channel-dialog";
import { DeliveryTable } from "./delivery-table";
import { RuleDialog } from "./rule-dialog";

export const metadata: Metadata = { title: "Notifications" };

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ before?: string }>;
}

export default async function NotificationsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const before = Number((await searchParams).before);
  const [channels, rules, { rows, total }, groups] = await load((api) =>
    Promise.all([
      api.notifications.listChannels({ org }),
      api.notifications.listRules({ org }),
      api.notifications.listDeliveries({ org, ...(before > 0 ? { before } : {}) }),
      api.runtimeGroups.list({ org }).then((found) => found.map(({ id, name }) => ({ id, name }))),
    ]),
  );
  const named = channels.map(({ id, name }) => ({ id, name }));
  const nameOf = (id: string) => named.find((each) => each.id === id)?.name ?? "";
  const groupName = (id: string) => groups.find((each) => each.id === id)?.name ?? "a deleted group";
  return (
    <>
      <PageTitle title="Channels" level={2} action={<ChannelDialog action={createChannelAction.bind(null, org)} />}>
        Where people are told of what happens.
      </PageTitle>
      {channels.length === 0 && (
        <Card>
          <Empty title="Nobody is told yet">
            Add a channel: a webhook, Slack, or mail. Then a rule says what it is told of. What needs attention is on the overview either way.
          </Empty>
        </Card>
      )}
      {channels.map((channel) => (
        <ChannelCard key={channel.id} org={org} channel={channel} />
      ))}
      {channels.length > 0 && (
        <>
          <PageTitle title="Rules" level={2} action={<RuleDialog action={saveRuleAction.bind(null, org, null)} channels={named} groups={groups} />}>
            What each channel is told of.
          </PageTitle>
          {rules.length === 0 ? (
            <Card>
              <Empty title="No rule yet">Until there is one, nothing goes to a channel but tests.</Empty>
            </Card>
          ) : (
            <Table label="Rules" head={["Channel", "Events", "Runtime groups", "Labels", ""]}>
              {rules.map((rule) => (
                <tr key={rule.id}>
                  <td>{nameOf(rule.channelId)}</td>
                  <td>
                    <ul>
                      {rule.kinds.map((kind) => (
                        <li key={kind}>{EVENT_RULES[kind].text}</li>
                      ))}
                    </ul>
                  </td>
                  <td>{rule.groupIds === null ? "All" : rule.groupIds.map(groupName).join(", ")}</td>
                  <td>
                    <Labels labels={rule.labels} isAll />
                  </td>
                  <td className="row-actions">
                    <div className="flex gap-3">
                      <RuleDialog action={saveRuleAction.bind(null, org, rule.id)} channels={named} groups={groups} rule={rule} />
                      <ConfirmButton
                        isDanger
                        isSmall
                        label="Delete"
                        title="Delete this rule?"
                        action={deleteRuleAction.bind(null, org, rule.id)}
                        done="The rule was deleted."
                      >
                        {nameOf(rule.channelId)} is told no more of what this rule is for. Messages that it made already are sent.
                      </ConfirmButton>
                    </div>
                  </td>
                </tr>
              ))}
            </Table>
          )}
          <PageTitle title="What was sent" level={2}>
            Of the last 30 days, newest first. A channel&apos;s messages go in order; one that is not taken is tried again for three days.
          </PageTitle>
          {rows.length === 0 ? (
            <Card>
              <Empty title="Nothing was sent yet">Messages come here as soon as something happens that a rule is for.</Empty>
            </Card>
          ) : (
            <DeliveryTable org={org} deliveries={rows} now={Date.now()} />
          )}
          {total > rows.length && (
            <div>
              <LinkButton kind="quiet" href={paths.notifications(org, { before: String(rows.at(-1)?.seq ?? 0) })}>
                Older messages
              </LinkButton>
            </div>
          )}
        </>
      )}
    </>
  );
}
