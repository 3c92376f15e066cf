"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/controls";
import { publishAgainAction } from "../configuration/actions";

export function PublishAgain({ at, number }: { at: { org: string; groupId: string }; number: number }) {
  const [error, setError] = useState("");
  const [isPending, start] = useTransition();
  const router = useRouter();
  const publish = () =>
    start(async () => {
      const result = await publishAgainAction(at, number);
      setError("error" in result ? (result.error ?? "") : "");
      router.refresh();
    });
  return <><Button kind="quiet" type="button" disabled={isPending} onClick={publish}>Publish v{number} again</Button>{error && <p role="alert" className="text-danger">{error}</p>}</>;
}
