"use client";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { cutText } from "@/app/_shared/cut-text";
import { settle } from "@/app/_shared/use-form";
import { Icon } from "@/app/_ui/icon";
import { Menu, MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu";
import { paths } from "@/app/paths";
import type { EntityKey } from "@/server/domain/configuration/configuration";
import { savedResult } from "../saved-result";
import { setEnabledAction } from "./actions";
import { DeleteEntity } from "./delete-entity";

interface Props {
  at: { org: string; groupId: string };
  entity: EntityKey;
  label: string;
  /** Null: the kind cannot be disabled. */
  isEnabled: boolean | null;
  revision: number;
  /** Of an entity's own page: where to go once it is deleted. */
  afterDelete?: string;
}

/** What can be done with an entity. */
export function RowMenu({ at, entity, label, isEnabled, revision, afterDelete }: Props) {
  const [isDeleting, setDeleting] = useState(false);
  const [, start] = useTransition();
  const toggle = () =>
    start(async () => {
      const answer = await settle(() => setEnabledAction(at, entity, !isEnabled, revision));
      const { error } = "ok" in answer ? savedResult(answer) : answer;
      if (error) toast.error(error);
      else toast.success(`${cutText(label)} is ${isEnabled ? "disabled" : "enabled"} in the draft.`);
    });
  return (
    <>
      <Menu trigger={<Icon name="more" />} label={`Actions of ${cutText(label)}`}>
        {afterDelete === undefined && <MenuLink href={paths.entity(at.org, at.groupId, entity)}>Edit</MenuLink>}
        <MenuLink href={paths.newEntity(at.org, at.groupId, entity.kind, { from: entity.id })}>Duplicate</MenuLink>
        {isEnabled !== null && <MenuItem onSelect={toggle}>{isEnabled ? "Disable" : "Enable"}</MenuItem>}
        <MenuLine />
        <MenuItem onSelect={() => setDeleting(true)}>
          <span className="text-danger">Delete…</span>
        </MenuItem>
      </Menu>
      {isDeleting && <DeleteEntity at={at} entity={entity} label={label} revision={revision} after={afterDelete} onClose={() => setDeleting(false)} />}
    </>
  );
}
