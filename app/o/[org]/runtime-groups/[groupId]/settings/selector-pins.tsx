import { ConfirmButton } from "@/app/_shared/confirm-button";
import { countText } from "@/app/_shared/count-text";
import { Labels } from "@/app/_shared/labels";
import { load } from "@/app/_trpc/server";
import { Empty, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { deleteSelectorPinAction } from "../instances/actions";
import { NewSelectorPin } from "./new-selector-pin";

/** The group's pins by label; who may publish makes and deletes them. */
export async function SelectorPins({ at, canPin, live }: { at: { org: string; groupId: string }; canPin: boolean; live: number | null }) {
  const pins = await load((api) => api.instances.listSelectorPins(at));
  const now = Date.now();
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold">Pins by label</h2>
        {canPin && live !== null && <NewSelectorPin at={at} live={live} />}
      </div>
      <Table label="Pins by label" head={["Labels", "Held at", "Instances", "Why", "By", "Since", ...(canPin ? ["Action"] : [])]}>
        {pins.map((pin) => (
          <tr key={pin.id}>
            <td>
              <Labels labels={pin.selector} isAll />
            </td>
            <td>
              <TextLink href={paths.version(at.org, at.groupId, pin.versionNumber)}>v{pin.versionNumber}</TextLink>
            </td>
            <td className="tabular-nums">{pin.instances.toLocaleString("en")}</td>
            <td>{pin.note || "–"}</td>
            <td>{pin.createdBy}</td>
            <td>
              <Time at={pin.createdAt} now={now} />
            </td>
            {canPin && (
              <td>
                <ConfirmButton isDanger isSmall label="Unpin" title="Delete this pin?" action={deleteSelectorPinAction.bind(null, at, pin.id)} done="Unpinned.">
                  {countText(pin.instances, "instance")} of these labels then {pin.instances === 1 ? "gets" : "get"} what the group expects, unless another pin
                  holds.
                </ConfirmButton>
              </td>
            )}
          </tr>
        ))}
        {pins.length === 0 && (
          <tr>
            <td colSpan={7}>
              <Empty title="No pin by label">
                {live === null
                  ? "Publish a config version first; then all instances of some labels can be held at it."
                  : "One holds all instances that have its labels at a config version, those that enroll later too."}
              </Empty>
            </td>
          </tr>
        )}
      </Table>
    </>
  );
}
