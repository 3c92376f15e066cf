import type { Metadata } from "next";
import { WindowDialog } from "@/app/_shared/freeze-windows/window-dialog";
import { WindowTable } from "@/app/_shared/freeze-windows/window-table";
import { load, loadOrg } from "@/app/_trpc/server";
import { Card, Empty, PageTitle } from "@/app/_ui/controls";
import { can, roleName } from "@/server/domain/ability";
import { deleteFreezeWindowAction, saveFreezeWindowAction } from "../../freeze-window-actions";

export const metadata: Metadata = { title: "Freeze windows" };

const WHOM = "every runtime group";

export default async function FreezeWindowsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [me, windows] = await Promise.all([loadOrg(org), load((api) => api.freezeWindows.list({ org }))]);
  const now = Date.now();
  const canWrite = can(me.role, "org.write");
  const actions = {
    save: (windowId: string) => saveFreezeWindowAction.bind(null, org, null, windowId),
    remove: (windowId: string) => deleteFreezeWindowAction.bind(null, org, null, windowId),
  };
  const add = canWrite && <WindowDialog action={saveFreezeWindowAction.bind(null, org, null, null)} whom={WHOM} now={now} />;
  return (
    <>
      <PageTitle title="Freeze windows" level={2} action={windows.length > 0 && add}>
        When nothing is published or rolled back in any runtime group. A group has windows of its own besides, in its settings. An Admin may override a freeze,
        with a reason.
      </PageTitle>
      {windows.length > 0 ? (
        <WindowTable label="Freeze windows" windows={windows} now={now} whom={WHOM} actions={canWrite ? actions : undefined} />
      ) : (
        <Card>
          <Empty title="No freeze window yet">
            <p>
              {canWrite
                ? "Publishing is free at any time. Make a window for weekends, for all but business hours, or for the end of the year: the form has these to start from."
                : `Publishing is free at any time. Your role (${roleName(me.role)}) makes no window; an Admin can.`}
            </p>
            {add}
          </Empty>
        </Card>
      )}
    </>
  );
}
