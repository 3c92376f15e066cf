"use client";
import { useState } from "react";
import { OrgForm } from "@/app/_shared/org-form";
import { Dialog } from "@/app/_ui/dialog";
import { Icon } from "@/app/_ui/icon";
import { Menu, MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu";
import { createOrgAction } from "@/app/org-actions";
import { paths } from "@/app/paths";

/** Goes from one of the user's organizations to another, or makes a new one. */
export function OrgMenu({ current, orgs }: { current: { slug: string; name: string }; orgs: { slug: string; name: string }[] }) {
  const [isNew, setNew] = useState(false);
  const trigger = (
    <>
      <span className="min-w-0 flex-1 truncate font-medium">{current.name}</span>
      <Icon name="updown" />
    </>
  );
  return (
    <>
      <Menu label={`Organization ${current.name}`} trigger={trigger}>
        {orgs.map((each) => (
          <MenuLink key={each.slug} href={paths.overview(each.slug)}>
            <span className="w-4" aria-hidden="true">
              {each.slug === current.slug ? "✓" : ""}
            </span>
            <span className="min-w-0 break-words">
              {each.name}
              {each.name !== each.slug && <span className="block text-xs text-muted">{each.slug}</span>}
            </span>
          </MenuLink>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setNew(true)}>
          <Icon name="plus" />
          New organization
        </MenuItem>
      </Menu>
      <Dialog
        isOpen={isNew}
        onOpenChange={setNew}
        title="New organization"
        description="It has members, runtime groups and signing keys of its own. You become its Owner."
      >
        <OrgForm action={createOrgAction} button="Create organization" />
      </Dialog>
    </>
  );
}
