import { load } from "@/app/_trpc/server";
import { Table } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";

export default async function ActivityPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const rows = await load((api) => api.activity.list({ org }));
  const now = Date.now();
  return (
    <>
      <h1 className="text-xl font-semibold">Activity</h1>
      <Table label="Activity" head={["When", "Who", "Action", "Target"]}>
        {rows.length === 0 && <tr><td colSpan={4}>Nothing happened yet. Every change of this organization will be listed here.</td></tr>}
        {rows.map((row) => <tr key={row.id}><td><Time at={row.at} now={now} /></td><td>{row.actor}</td><td>{row.action}</td><td>{row.target}</td></tr>)}
      </Table>
    </>
  );
}
