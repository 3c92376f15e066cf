"use client";
import { useState } from "react";
import { Button } from "@/app/_ui/controls";
import { Icon } from "@/app/_ui/icon";
import { roleName } from "@/server/domain/ability";
import { MAPPED_ROLES, type SignInRules } from "@/server/domain/sign-in-rules";

const CONTROL = "min-h-9 min-w-0 rounded-md border border-edge bg-raised px-2.5 py-1.5";

/** The values of the claim, each with the role that it gives. */
export function ClaimRoles({ initial, error }: { initial: SignInRules["claimRoles"]; error: string | undefined }) {
  const [rows, setRows] = useState(initial.map((row, key) => ({ ...row, key })));
  const add = () => setRows([...rows, { value: "", role: "viewer" as const, key: Math.max(-1, ...rows.map((row) => row.key)) + 1 }]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">Roles by the claim's value</legend>
      <ul className="flex flex-col gap-2 empty:hidden">
        {rows.map((row, index) => (
          <li key={row.key} className="flex gap-2">
            <input name="claimValue" aria-label={`Value ${index + 1}`} defaultValue={row.value} required maxLength={200} className={`${CONTROL} flex-1`} />
            <select name="claimRole" aria-label={`Role of value ${index + 1}`} defaultValue={row.role} className={CONTROL}>
              {MAPPED_ROLES.map((role) => (
                <option key={role} value={role}>
                  {roleName(role)}
                </option>
              ))}
            </select>
            <Button kind="quiet" type="button" aria-label={`Take value ${index + 1} away`} onClick={() => setRows(rows.toSpliced(index, 1))}>
              <Icon name="close" />
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button kind="quiet" type="button" onClick={add}>
          <Icon name="plus" />
          Value
        </Button>
      </div>
      <p className={`text-[13px] ${error ? "text-danger" : "text-muted"}`} role={error ? "alert" : undefined}>
        {error ?? "The strongest role that a value gives counts. Owners are made by Owners, and keep their role."}
      </p>
    </fieldset>
  );
}
