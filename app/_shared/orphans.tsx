import { Card } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { ORPHANS_ID } from "@/app/paths";
import { Copyable } from "./copyable";

interface Orphan {
  id: string;
  hostname: string;
  lastSeenAt: number | null;
}

/** What orphans need, in a line; null where there are none. */
export const orphansText = (count: number): string | null =>
  count === 0 ? null : `${count} orphaned ${count === 1 ? "instance takes" : "instances take"} no more config`;

/** The orphans of the org, each by what finds it on its host. */
export function Orphans({ orphans, now }: { orphans: Orphan[]; now: number }) {
  return (
    <Card id={ORPHANS_ID} title="Orphaned instances">
      <p className="mb-2 text-muted">Their group was deleted. They keep serving what they run, and take no more config until they enroll in another group.</p>
      <Table label="Orphaned instances" head={["Host", "ID", "Last seen"]}>
        {orphans.map(({ id, hostname, lastSeenAt }) => (
          <tr key={id}>
            <td className="min-w-36 font-medium wrap-anywhere">{hostname}</td>
            <td>
              <Copyable text={id} label={`the ID of ${hostname}`} />
            </td>
            <td>
              <Time at={lastSeenAt} now={now} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
