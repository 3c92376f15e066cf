"use client";
import { useState } from "react";
import type { FormAction } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { GroupForm } from "../group-form";

/** The button that opens the dialog in which a group is created. */
export function NewGroup({ action }: { action: FormAction }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button type="button" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        New runtime group
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title="New runtime group" description="All instances of a group run the same config.">
        <GroupForm action={action} button="Create group" />
      </Dialog>
    </>
  );
}
