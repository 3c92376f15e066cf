"use client";
import { useState } from "react";
import { Menu, MenuItem, MenuLine } from "@/app/_ui/menu";
import { InstanceActDialog } from "./instance-act-dialog";
import { ACTS, type ActName, type Choice } from "./instance-acts";

interface Props {
  at: { org: string; groupId: string };
  /** Read when an act is chosen. */
  choose: Choice | (() => Choice);
  whom: string;
  acts: readonly ActName[];
  live: number | null;
  onDone?: () => void;
}

/** A menu of what can be done with one instance or many, each told and asked about first. */
export function InstanceActions({ at, choose, whom, acts, live, onDone }: Props) {
  const [open, setOpen] = useState<{ act: ActName; choice: Choice } | null>(null);
  const start = (act: ActName) => setOpen({ act, choice: typeof choose === "function" ? choose() : choose });
  return (
    <>
      <span className="inline-flex rounded-md border border-line bg-raised font-medium">
        <Menu trigger={<span className="whitespace-nowrap">Actions ▾</span>} label={`Actions of ${whom}`}>
          {acts.map((act) => (
            <div key={act}>
              {act === "archive" && acts.length > 1 && <MenuLine />}
              <MenuItem onSelect={() => start(act)}>
                <span className={act === "archive" ? "text-danger" : undefined}>{ACTS[act].label}…</span>
              </MenuItem>
            </div>
          ))}
        </Menu>
      </span>
      {open && <InstanceActDialog at={at} act={open.act} choice={open.choice} whom={whom} live={live} onClose={() => setOpen(null)} onDone={onDone} />}
    </>
  );
}
