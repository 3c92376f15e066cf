import { ConfirmButton } from "@/app/_shared/confirm-button";
import type { FormAction } from "@/app/_shared/use-form";
import { ZonedMoment } from "@/app/_shared/zoned-moment";
import type { FormResult } from "@/app/_trpc/server";
import { TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { lengthText } from "@/server/domain/freeze/freeze-text";
import type { listFreezeWindows } from "@/server/freeze-windows/list";
import { WindowDialog } from "./window-dialog";

type Window = Awaited<ReturnType<typeof listFreezeWindows>>[number];

/** What the viewer may do to windows; absent: look. */
export interface WindowActions {
  save: (windowId: string) => FormAction;
  remove: (windowId: string) => () => Promise<FormResult>;
}

interface Props {
  label: string;
  windows: Window[];
  now: number;
  whom: string;
  actions?: WindowActions | undefined;
  /** In a group: where the windows of the org, which hold there too, are changed. */
  ofOrg?: string;
}

const KINDS = { deny: ["✕", "text-danger", "freezes"], allow: ["✓", "text-ok", "allows"] } as const;

function Open({ window: { occurrence, isOpen, timeZone } }: { window: Window }) {
  if (!occurrence) return <span className="text-muted">–</span>;
  return (
    <>
      {isOpen ? <strong className="font-medium">now, until </strong> : "from "}
      <ZonedMoment at={isOpen ? occurrence.to : occurrence.from} timeZone={timeZone} />
    </>
  );
}

/** Freeze windows, each with when it is open next. */
export function WindowTable({ label, windows, now, whom, actions, ofOrg }: Props) {
  return (
    <Table label={label} head={["Name", "While open", "Begins", "Lasts", "Open", ...(ofOrg ? ["Of"] : []), ...(actions ? ["Action"] : [])]}>
      {windows.map((window) => {
        const [shape, tone, word] = KINDS[window.kind];
        const isOfGroup = window.groupId !== null;
        const canChange = actions && (!ofOrg || isOfGroup);
        return (
          <tr key={window.id}>
            <td className="min-w-28 font-medium break-words">{window.name}</td>
            <td className={`whitespace-nowrap ${tone}`}>
              <span aria-hidden="true">{shape}</span> {word}
            </td>
            <td className="whitespace-nowrap">
              <code>{window.cron}</code>
            </td>
            <td className="whitespace-nowrap">{lengthText(window.lengthMinutes)}</td>
            <td>
              <Open window={window} />
            </td>
            {ofOrg && <td>{isOfGroup ? "this group" : <TextLink href={ofOrg}>the organization</TextLink>}</td>}
            {actions && (
              <td className={canChange ? undefined : "is-empty"}>
                {canChange ? (
                  <div className="flex gap-2">
                    <WindowDialog action={actions.save(window.id)} whom={whom} now={now} window={window} />
                    <ConfirmButton
                      isDanger
                      label="Delete"
                      title={`Delete ${window.name}?`}
                      action={actions.remove(window.id)}
                      done={`${window.name} was deleted.`}
                    >
                      It holds nothing from now on; a freeze that it makes ends at once. Publishing stays held where another window freezes.
                    </ConfirmButton>
                  </div>
                ) : (
                  <span className="text-muted">–</span>
                )}
              </td>
            )}
          </tr>
        );
      })}
    </Table>
  );
}
