import { Card, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { Copyable } from "./copyable";

interface Orphan {
  id: string;
  hostname: string;
  lastSeenAt: number | null;
}

/** What becomes of instances whose group was deleted. */
export const ORPHANS_KEEP_SERVING = "Their group was deleted. They keep serving what they run, and take no more config until they enroll in another group.";

/** What orphans need, in a line; null where there are none. */
export const orphansText = (count: number): string | null =>
  count === 0 ? null : `${count} orphaned ${count === 1 ? "instance takes" : "instances take"} no more config`;

/** The cells of one orphan: its host, what finds it there, and when it was last heard of. */
export function OrphanCells({ id, hostname, lastSeenAt, now }: Orphan & { now: number }) {
  return (
    <>
      <td className="min-w-36 font-medium wrap-anywhere">{hostname}</td>
      <td>
        <Copyable text={id} label={`the ID of ${hostname}`} />
      </td>
      <td>
        <Time at={lastSeenAt} now={now} />
      </td>
    </>
  );
}

/** The first orphans of the org, each by what finds it on its host, and a link to all. */
export function Orphans({ org, orphans, total, now }: { org: string; orphans: Orphan[]; total: number; now: number }) {
  return (
    <Card title="Orphaned instances">
      <p className="mb-2 text-muted">{ORPHANS_KEEP_SERVING}</p>
      <Table label="Orphaned instances" head={["Host", "ID", "Last seen"]}>
        {orphans.map(({ id, hostname, lastSeenAt }) => (
          <tr key={id}>
            <OrphanCells id={id} hostname={hostname} lastSeenAt={lastSeenAt} now={now} />
          </tr>
        ))}
      </Table>
      <p className="mt-2">
        <TextLink href={paths.orphans(org)}>
          {total > orphans.length ? `All ${total.toLocaleString("en")} orphaned instances` : "By deleted group, with those that are archived"}
        </TextLink>
      </p>
    </Card>
  );
}
