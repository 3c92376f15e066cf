"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FormError } from "@/app/_shared/form-error";
import { Progress } from "@/app/_shared/progress";
import { refusalOf, trpc } from "@/app/_trpc/client";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Card } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { DraftSaved, ImportPreview } from "@/server/domain/draft";
import { ImportMode, type Mode } from "./import-mode";
import { ImportOutcome } from "./import-outcome";
import { ImportSources, type Sources, textsOf } from "./import-sources";

interface Props {
  at: { org: string; groupId: string };
  /** Of the draft now. */
  entities: number;
}

type Refused = Exclude<DraftSaved, { ok: true }>;

/**
 * Files or a pasted text into the draft: first what would change, then taken. What was chosen and typed stays whatever
 * is refused; a change of it takes the preview away, because that was of something else.
 */
export function ImportForm({ at, entities }: Props) {
  const router = useRouter();
  const [sources, setSources] = useState<Sources>({ files: [], pasted: "" });
  const [mode, setMode] = useState<Mode>({ mode: "merge", tag: "" });
  const [preview, setPreview] = useState<ImportPreview>();
  const [refusal, setRefusal] = useState<FormResult>({});
  const [refused, setRefused] = useState<Refused>();
  const [pending, setPending] = useState<"preview" | "take">();
  const result = useRef<HTMLDivElement>(null);
  const forget = () => {
    setPreview(undefined);
    setRefusal({});
    setRefused(undefined);
  };
  const input = () => {
    const tag = mode.mode === "merge" ? mode.tag.trim() : "";
    return { ...at, files: textsOf(sources), mode: mode.mode, ...(tag && { tag }) };
  };
  const look = async (event?: FormEvent) => {
    event?.preventDefault();
    forget();
    setPending("preview");
    const answer = await trpc.configImports.preview.mutate(input()).catch(refusalOf);
    setPending(undefined);
    if ("error" in answer) setRefusal(answer);
    else setPreview(answer);
    requestAnimationFrame(() => result.current?.scrollIntoView({ block: "nearest" }));
  };
  const take = async () => {
    if (!preview) return;
    setPending("take");
    const answer = await trpc.configImports.take.mutate({ ...input(), revision: preview.revision }).catch(refusalOf);
    setPending(undefined);
    if ("error" in answer) return setRefusal(answer);
    if (!answer.ok) return setRefused(answer);
    toast.success("Taken into the draft. Nothing is live before you publish.");
    router.push(paths.review(at.org, at.groupId));
    router.refresh();
  };
  const isEmpty = textsOf(sources).length === 0;
  return (
    <>
      <form onSubmit={look}>
        <Card>
          <div className="flex flex-col gap-4">
            <ImportSources
              sources={sources}
              onChange={(next) => {
                setSources(next);
                forget();
              }}
            />
            <ImportMode
              mode={mode}
              entities={entities}
              onChange={(next) => {
                setMode(next);
                forget();
              }}
            />
            <div className="flex flex-wrap items-center gap-3">
              <Button kind={preview ? "quiet" : "primary"} disabled={isEmpty || pending !== undefined}>
                Show what would change
              </Button>
              <Progress isUnderWay={pending === "preview"}>{`Reading and checking ${countText(textsOf(sources).length, "file")}…`}</Progress>
              {isEmpty && <span className="text-muted">Choose a file or paste a text first.</span>}
            </div>
          </div>
        </Card>
      </form>
      <div ref={result} className="flex flex-col gap-4 empty:hidden">
        <FormError result={refusal} />
        {preview && <ImportOutcome preview={preview} refused={refused} isPending={pending === "take"} onTake={take} onLookAgain={() => look()} />}
      </div>
    </>
  );
}
