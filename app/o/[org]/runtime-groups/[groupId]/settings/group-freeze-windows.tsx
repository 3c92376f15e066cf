import { FreezeNotice } from "@/app/_shared/freeze-notice";
import { WindowDialog } from "@/app/_shared/freeze-windows/window-dialog";
import { WindowTable } from "@/app/_shared/freeze-windows/window-table";
import { load } from "@/app/_trpc/server";
import { Card, Empty } from "@/app/_ui/controls";
import { Moment } from "@/app/_ui/time";
import { FREEZE_WINDOWS_ID, paths } from "@/app/paths";
import { freezeCause } from "@/server/domain/freeze/freeze-text";
import { deleteFreezeWindowAction, saveFreezeWindowAction } from "../../../freeze-window-actions";

const WHOM = "this runtime group";

/** The windows that hold for a group, with the freeze that they make together and what changes next. */
export async function GroupFreezeWindows({ org, groupId, canWrite }: { org: string; groupId: string; canWrite: boolean }) {
  const [windows, { freeze, changes }] = await load((api) =>
    Promise.all([api.groupFreezeWindows.list({ org, groupId }), api.groupFreezeWindows.getFreeze({ org, groupId })]),
  );
  const now = Date.now();
  const actions = {
    save: (windowId: string) => saveFreezeWindowAction.bind(null, org, groupId, windowId),
    remove: (windowId: string) => deleteFreezeWindowAction.bind(null, org, groupId, windowId),
  };
  return (
    <Card
      id={FREEZE_WINDOWS_ID}
      title="Freeze windows"
      action={canWrite && <WindowDialog action={saveFreezeWindowAction.bind(null, org, groupId, null)} whom={WHOM} now={now} />}
    >
      {windows.length === 0 ? (
        <Empty title="No freeze window holds here">This group is published to at any time.</Empty>
      ) : (
        <div className="flex flex-col gap-3">
          <FreezeNotice freeze={freeze} />
          {!freeze && <p>Not frozen now.</p>}
          {changes.length > 0 && (
            <ol aria-label="What comes next" className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
              {changes.map(({ at, by }) => (
                <li key={at}>
                  From <Moment at={at} /> {by ? `it is frozen ${freezeCause(by)}` : "publishing is free"}
                </li>
              ))}
            </ol>
          )}
          <WindowTable
            label="Freeze windows"
            windows={windows}
            now={now}
            whom={WHOM}
            actions={canWrite ? actions : undefined}
            ofOrg={paths.freezeWindows(org)}
          />
        </div>
      )}
    </Card>
  );
}
