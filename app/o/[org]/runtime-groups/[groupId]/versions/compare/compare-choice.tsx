"use client";
import { usePathname, useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/app/_ui/controls";

interface Props {
  from: string;
  to: string;
  options: { value: string; text: string }[];
}

const LOOK = "min-h-9 w-full min-w-0 rounded-md border border-edge bg-raised px-2.5";

/** Which two are compared; the choice stands in the URL. */
export function CompareChoice({ from, to, options }: Props) {
  const router = useRouter();
  const path = usePathname();
  const [isPending, start] = useTransition();
  const go = (change: { from?: string; to?: string }) => start(() => router.push(`${path}?${new URLSearchParams({ from, to, ...change })}`, { scroll: false }));
  const select = (side: "from" | "to", label: string, value: string) => (
    <label className="flex min-w-0 flex-1 basis-56 items-center gap-2">
      <span className="shrink-0 text-muted">{label}</span>
      <select aria-label={label} value={value} onChange={(event) => go({ [side]: event.target.value })} className={LOOK}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div role="group" aria-label="What is compared" aria-busy={isPending} className="flex flex-wrap items-center gap-3">
      {select("from", "From", from)}
      {select("to", "To", to)}
      <Button kind="quiet" type="button" onClick={() => go({ from: to, to: from })}>
        Swap
      </Button>
    </div>
  );
}
