"use client";
import { type ReactNode, useState } from "react";
import { Field } from "@/app/_ui/controls";
import { abilityText } from "@/server/domain/ability";
import { TOKEN_ABILITIES, type TokenAbility } from "@/server/domain/access-token";

interface Group {
  id: string;
  name: string;
}

function Choices({ legend, name, rules }: { legend: string; name: string; rules: readonly (readonly [value: string, text: string])[] }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-muted">{legend}</legend>
      {rules.map(([value, text]) => (
        <label key={value} className="flex items-baseline gap-2">
          <input type="checkbox" name={name} value={value} className="translate-y-0.5" />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface PartProps {
  legend: string;
  name: string;
  all: string;
  some: string;
  error: string | undefined;
  children: ReactNode;
}

/** All, or those that are chosen. */
function Part({ legend, name, all, some, error, children }: PartProps) {
  const [isAll, setAll] = useState(true);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {[true, false].map((value) => (
        <label key={String(value)} className="flex items-center gap-2">
          <input type="radio" name={name} value={value ? "all" : "some"} checked={isAll === value} onChange={() => setAll(value)} />
          {value ? all : some}
        </label>
      ))}
      {!isAll && <div className="mt-1 ml-6 flex flex-col gap-3">{children}</div>}
      <p className="text-[13px] text-danger empty:hidden" role={error ? "alert" : undefined}>
        {error}
      </p>
    </fieldset>
  );
}

const textsOf = (abilities: readonly TokenAbility[]) => abilities.map((ability) => [ability, abilityText(ability)] as const);

interface Props {
  groups: Group[];
  /** Whose role bounds it: "my", "its". */
  whose: "my" | "its";
  longestDays: number;
  errorOf: (name: string) => string | undefined;
}

/** What a token is called, what it may be used for, where, and how long. */
export function TokenFields({ groups, whose, longestDays, errorOf }: Props) {
  return (
    <>
      <Field
        label="Token name"
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        placeholder="deploy pipeline"
        hint="Where it is used, so that you know it again."
        error={errorOf("name")}
      />
      <Field
        label="Lives for (days)"
        name="days"
        type="number"
        required
        min={1}
        max={longestDays}
        defaultValue={Math.min(90, longestDays)}
        hint={`At most ${longestDays} days.`}
        error={errorOf("days")}
      />
      <Part legend="May do" name="abilityPart" all={`All that ${whose} role allows`} some="Of that, only" error={errorOf("abilities")}>
        <Choices legend="In runtime groups" name="ability" rules={textsOf(TOKEN_ABILITIES.group)} />
        <Choices legend="In the organization" name="ability" rules={textsOf(TOKEN_ABILITIES.org)} />
      </Part>
      <Part
        legend="Runtime groups"
        name="groupPart"
        all="All, those to come too"
        some="Only these, and of the organization no more than to see it"
        error={errorOf("groupIds")}
      >
        <Choices legend="Groups" name="tokenGroupId" rules={groups.map(({ id, name }) => [id, name] as const)} />
      </Part>
    </>
  );
}
