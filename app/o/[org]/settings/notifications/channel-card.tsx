import type { inferRouterOutputs } from "@trpc/server";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { countText } from "@/app/_shared/count-text";
import { Card, Notice } from "@/app/_ui/controls";
import { Moment } from "@/app/_ui/time";
import type { AppRouter } from "@/server/trpc/root";
import { changeChannelAction, deleteChannelAction, rotateSecretAction, setEnabledAction, testChannelAction } from "./actions";
import { ChannelDialog } from "./channel-dialog";
import { KIND_TEXT } from "./kind-text";
import { RotateSecret } from "./rotate-secret";
import { TestChannel } from "./test-channel";

export type Channel = inferRouterOutputs<AppRouter>["notifications"]["listChannels"][number];

/** Whether its messages get through. */
function LineState({ channel: { disabledBecause, queue } }: { channel: Channel }) {
  const waiting = queue.waiting > 0 && ` ${countText(queue.waiting, "message")} ${queue.waiting === 1 ? "waits" : "wait"}.`;
  if (disabledBecause !== null)
    return (
      <Notice tone="warn">
        Disabled: {disabledBecause}. It gets no new messages.{waiting}
      </Notice>
    );
  if (queue.attempts === 0) return waiting ? <p className="text-muted">{waiting}</p> : null;
  return (
    <Notice tone="danger">
      Its messages do not get through. {queue.lastFault} Tried {countText(queue.attempts, "time")}
      {queue.nextTryAt !== null && (
        <>
          , again at <Moment at={queue.nextTryAt} />
        </>
      )}
      .{waiting}
    </Notice>
  );
}

/** One channel with what may be done to it. */
export function ChannelCard({ org, channel }: { org: string; channel: Channel }) {
  const { id, name, kind, leadsTo, disabledBecause, oldSecretUntil } = channel;
  const isEnabled = disabledBecause === null;
  const actions = (
    <div className="flex flex-wrap gap-2">
      <ChannelDialog action={changeChannelAction.bind(null, org, id)} channel={{ name, kind, leadsTo }} />
      {kind === "webhook" && <RotateSecret name={name} action={rotateSecretAction.bind(null, org, id)} />}
      <ConfirmButton
        label={isEnabled ? "Disable" : "Enable"}
        title={isEnabled ? `Disable ${name}?` : `Enable ${name}?`}
        action={setEnabledAction.bind(null, org, id, !isEnabled)}
        done={isEnabled ? `${name} is disabled.` : `${name} is enabled.`}
      >
        {isEnabled
          ? "What happens meanwhile is not told to it, later either; messages that wait are kept until it is enabled."
          : "Messages that waited are sent now."}
      </ConfirmButton>
      <ConfirmButton isDanger label="Delete" title={`Delete ${name}?`} action={deleteChannelAction.bind(null, org, id)} done={`${name} was deleted.`}>
        Its rules go with it, and messages that wait are not sent.
      </ConfirmButton>
    </div>
  );
  return (
    <Card title={name} action={actions}>
      <div className="flex flex-col gap-3">
        <p className="wrap-anywhere text-muted">
          {KIND_TEXT[kind].name}: {leadsTo}
          {oldSecretUntil !== null && (
            <>
              {" "}
              (signed with the earlier secret too until <Moment at={oldSecretUntil} />)
            </>
          )}
        </p>
        <LineState channel={channel} />
        <TestChannel name={name} action={testChannelAction.bind(null, org, id)} />
      </div>
    </Card>
  );
}
