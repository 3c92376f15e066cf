import type { inferRouterOutputs } from "@trpc/server";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { countText } from "@/app/_shared/count-text";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";
import type { AppRouter } from "@/server/trpc/root";
import { resendAction } from "./actions";

type Delivery = inferRouterOutputs<AppRouter>["notifications"]["listDeliveries"]["rows"][number];

const STATES = {
  delivered: ["✓", "text-ok", "Delivered"],
  waiting: ["…", "text-muted", "Waiting"],
  failed: ["✕", "text-danger", "Given up"],
} as const;

function State({ delivery: { state, attempts } }: { delivery: Delivery }) {
  const isTriedAgain = state === "waiting" && attempts > 0;
  const [shape, tone, word] = isTriedAgain ? (["!", "text-warn", "To be tried again"] as const) : STATES[state];
  return (
    <span className="whitespace-nowrap">
      <span aria-hidden="true" className={`inline-block w-4 ${tone}`}>
        {shape}
      </span>
      {word}
    </span>
  );
}

/** What came of the last try, and when the next is. */
function Outcome({ delivery: { attempts, lastStatus, lastFault, nextTryAt } }: { delivery: Delivery }) {
  return (
    <>
      {attempts === 0 ? "Not tried yet" : (lastFault ?? (lastStatus === null ? "Taken." : `Taken with status ${lastStatus}.`))}
      {attempts > 1 && ` ${countText(attempts, "try")} so far.`}
      {nextTryAt !== null && (
        <span className="block text-[13px] text-muted">
          Next at <Moment at={nextTryAt} />
        </span>
      )}
    </>
  );
}

/** What was sent and what waits. */
export function DeliveryTable({ org, deliveries, now }: { org: string; deliveries: Delivery[]; now: number }) {
  return (
    <Table label="What was sent" head={["Message", "Channel", "State", "Last try", "When", ""]}>
      {deliveries.map((delivery) => (
        <tr key={delivery.id}>
          <td className="wrap-anywhere">{delivery.text}</td>
          <td>{delivery.channelName}</td>
          <td>
            <State delivery={delivery} />
          </td>
          <td className="wrap-anywhere">
            <Outcome delivery={delivery} />
          </td>
          <td className="whitespace-nowrap">
            <Time at={delivery.createdAt} now={now} />
          </td>
          <td className="row-actions">
            <ConfirmButton
              isSmall
              label="Resend"
              title="Send this message again?"
              action={resendAction.bind(null, org, delivery.id)}
              done="It is in its channel's line."
            >
              It goes to the end of its channel&apos;s line, with the id that it had, so that the receiver knows it.
            </ConfirmButton>
          </td>
        </tr>
      ))}
    </Table>
  );
}
