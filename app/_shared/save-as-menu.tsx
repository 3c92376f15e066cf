import type { ReactNode } from "react";
import { Icon } from "@/app/_ui/icon";
import { Menu } from "@/app/_ui/menu";

/** The button "Export" and the formats under it. */
export function SaveAsMenu({ isPending, children }: { isPending: boolean; children: ReactNode }) {
  return (
    <span className="inline-flex rounded-md border border-line bg-raised font-medium" aria-busy={isPending}>
      <Menu
        label="Export"
        trigger={
          <>
            <Icon name="download" />
            {isPending ? "Exporting…" : "Export"}
          </>
        }
      >
        {children}
      </Menu>
    </span>
  );
}
