"use client";
import { useState, useTransition } from "react";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import { signOutAction } from "@/app/login/actions";
import { Button } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { FormResult } from "@/app/_trpc/server";

/** Ends this browser's session, for a page outside the shell. */
export function SignOutButton() {
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const leave = () =>
    start(async () => {
      const outcome = await settle(async () => ({ done: await signOutAction() }));
      if ("error" in outcome) setResult(outcome);
      else window.location.assign(paths.login());
    });
  return (
    <>
      <Button kind="quiet" type="button" disabled={isPending} onClick={leave}>
        Sign out
      </Button>
      <FormError result={result} />
    </>
  );
}
