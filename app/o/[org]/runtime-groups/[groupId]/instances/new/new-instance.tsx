"use client";
import { useState, useTransition } from "react";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Card } from "@/app/_ui/controls";
import { renderSetupAction } from "../actions";
import { PlatformFields, SetupFields } from "./setup-fields";
import { type Plan, SetupPlan } from "./setup-plan";

/** From a few choices to blocks to copy, and then to the instance that shows up. */
export function NewInstance({ org, groupId }: { org: string; groupId: string }) {
  const [platform, setPlatform] = useState("docker");
  const [plan, setPlan] = useState<Plan | null>(null);
  const [refusal, setRefusal] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const generate = (form: FormData) =>
    start(async () => {
      const result = await settle(() => renderSetupAction({ org, groupId }, form));
      setRefusal("blocks" in result ? {} : result);
      if ("blocks" in result) setPlan(result);
    });
  const field = refusal.field?.split(".")[0] ?? "";
  const hasOwn = ["image", "labels", "proxyPort", "proxySslPort", "maxUses"].includes(field);
  return (
    <>
      <Card title="New instance">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            generate(new FormData(event.currentTarget));
          }}
          className="flex flex-col gap-4"
        >
          <PlatformFields platform={platform} onChoose={setPlatform} />
          <SetupFields key={platform} platform={platform} errorOf={(name) => (field === name ? refusal.error : undefined)} />
          <FormError result={hasOwn ? undefined : refusal} />
          <div className="flex flex-wrap items-center gap-3">
            <Button disabled={isPending}>{isPending ? "Generating…" : plan ? "Generate anew" : "Generate"}</Button>
            <span className="text-muted">{plan ? "Makes another token; the one below stays good." : "Makes an enrollment token and the blocks to copy."}</span>
          </div>
        </form>
      </Card>
      {plan && <SetupPlan key={plan.enrollmentToken} org={org} groupId={groupId} plan={plan} />}
    </>
  );
}
