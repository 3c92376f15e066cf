"use client";
import type { ReactNode } from "react";
import { SaveRow } from "@/app/_shared/save-row";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Card, Field, Notice, SelectField } from "@/app/_ui/controls";
import { roleName } from "@/server/domain/ability";
import { MAPPED_ROLES, type SignInRules } from "@/server/domain/sign-in-rules";
import { ClaimRoles } from "./claim-roles";

interface CheckProps {
  name: string;
  label: string;
  isChecked: boolean;
  isDisabled?: boolean;
  error?: string;
  children: ReactNode;
}

/** A box to tick, with what it means below. */
function Check({ name, label, isChecked, isDisabled = false, error, children }: CheckProps) {
  return (
    <div>
      <label className="flex items-center gap-2 font-medium">
        <input
          type="checkbox"
          name={name}
          defaultChecked={isChecked}
          disabled={isDisabled}
          aria-describedby={`${name}-note`}
          className="size-4 accent-accent"
        />
        {label}
      </label>
      <p id={`${name}-note`} className={`text-[13px] ${error ? "text-danger" : "text-muted"}`} role={error ? "alert" : undefined}>
        {error ?? children}
      </p>
    </div>
  );
}

/** How the members of an organization sign in, and who becomes one by single sign-on. */
export function SignInRulesForm({ action, rules, hasProvider }: { action: FormAction; rules: SignInRules; hasProvider: boolean }) {
  const fields = ["isSsoOnly", "domains", "claimName", "claimRoles", "defaultRole"];
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, fields);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex flex-col gap-4">
      <Card title="What members sign in with">
        <div className="flex max-w-2xl flex-col gap-4">
          <Check name="needsSecondFactor" label="Members need a second factor" isChecked={rules.needsSecondFactor}>
            Who has none sets one up before anything else here. Single sign-on counts as one where the provider says in its token that it asked for one; where
            it does not, its people need a code here too.
          </Check>
          <Check
            name="isSsoOnly"
            label="Single sign-on alone"
            isChecked={rules.isSsoOnly}
            isDisabled={!hasProvider && !rules.isSsoOnly}
            error={errorOf("isSsoOnly")}
          >
            Sessions of a password or of GitHub are let in no more, but an Owner's are, so that a provider that fails locks nobody out for good.
          </Check>
          {!hasProvider && <Notice tone="warn">No provider is set up for single sign-on: whoever runs Signalbox sets OIDC_ISSUER and its client.</Notice>}
        </div>
      </Card>
      <Card title="Who becomes a member by single sign-on">
        <div className="flex max-w-2xl flex-col gap-4">
          <Field
            label="Email domains"
            name="domains"
            defaultValue={rules.domains.join(", ")}
            placeholder="example.com, example.org"
            error={errorOf("domains")}
            hint="People of other domains are not invited, and get no role here from the provider. Who is a member stays. Empty: any domain."
          />
          <SelectField
            label="Role of who signs in for the first time"
            name="defaultRole"
            defaultValue={rules.defaultRole ?? ""}
            error={errorOf("defaultRole")}
            hint="None: only who is invited, or has a role by the claim below, comes in."
          >
            <option value="">None</option>
            {MAPPED_ROLES.map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
          </SelectField>
          <Field
            label="Claim"
            name="claimName"
            defaultValue={rules.claimName ?? ""}
            placeholder="groups"
            autoCapitalize="none"
            spellCheck={false}
            error={errorOf("claimName")}
            hint="With a claim of the ID token named, roles follow the provider at every single sign-on: who has no role by it, and no role as above, is removed."
          />
          <ClaimRoles initial={rules.claimRoles} error={errorOf("claimRoles")} />
        </div>
      </Card>
      <SaveRow button="Save" elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
