"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { sizeText } from "@/app/_shared/size-text";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Button, Card, Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { type Role, roleName } from "@/server/domain/ability";
import { CodeEditor, type CodeEditorHandle, type Fault } from "./code-editor";
import { type Checked, Findings, verdictOf } from "./findings";
import { PublishForm } from "./publish-form";
import { unpublished } from "./unpublished";

/** The config version that the group runs; null: none yet, and `source` is an example. */
interface Live {
  number: number | null;
  source: string;
  authorName: string;
}

interface Props {
  org: string;
  groupId: string;
  live: Live;
  instances: number;
  canPublish: boolean;
  role: Role;
}

/** Checks on the server, as publishing would; of answers that overtake each other the last question's counts. */
function useCheck({ org, groupId }: { org: string; groupId: string }) {
  const [checked, setChecked] = useState<Checked>({ state: "checking" });
  const questions = useRef(0);
  const check = async (source: string): Promise<Fault[]> => {
    questions.current += 1;
    const question = questions.current;
    const answer = await trpc.configVersions.check.mutate({ org, groupId, source }).catch(failureOf);
    if ("kind" in answer) {
      if (question === questions.current) setChecked({ state: "failed", message: answer.message });
      return [];
    }
    const faults = answer.findings.map(({ severity, message, cure, line }) => ({ severity, message: `${message} ${cure}`.trim(), line }));
    if (question === questions.current)
      setChecked({ state: "checked", faults, entityCount: answer.entityCount, sizeBytes: new TextEncoder().encode(source).length });
    return faults;
  };
  return { checked, check, expectCheck: () => setChecked({ state: "checking" }) };
}

/** Keeps what was typed while other pages are looked at, and asks before the tab is left with it. */
function useUnpublished(key: string, text: string, base: number | null, isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) {
      unpublished.delete(key);
      return;
    }
    unpublished.set(key, { text, base });
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [key, text, base, isDirty]);
}

/** The group's declarative document: written, checked as one types, published. Nothing typed is lost when it is refused. */
export function ConfigEditor({ org, groupId, live, instances, canPublish, role }: Props) {
  const router = useRouter();
  const key = `${org}/${groupId}`;
  const [kept] = useState(() => unpublished.get(key));
  const [base, setBase] = useState({ number: kept ? kept.base : live.number, source: live.source });
  const [text, setText] = useState(kept?.text ?? live.source);
  // Counts what the editor was filled with anew.
  const [filled, setFilled] = useState(0);
  const editor = useRef<CodeEditorHandle>(null);
  const { checked, check, expectCheck } = useCheck({ org, groupId });
  const isDirty = text !== base.source;
  // By number: after a publish from here the page still tells the version before, for a moment.
  const isOvertaken = (live.number ?? 0) > (base.number ?? 0);
  useUnpublished(key, text, base.number, isDirty);
  const fill = (source: string) => {
    setBase({ number: live.number, source: live.source });
    setText(source);
    setFilled(filled + 1);
  };
  // Nothing typed: a version that somebody else published takes the place of the one shown.
  if (isOvertaken && !isDirty) fill(live.source);
  const onPublished = (number: number, source: string) => {
    setBase({ number, source });
    router.refresh();
  };
  const onType = (typed: string) => {
    setText(typed);
    expectCheck();
  };
  return (
    <>
      <Card
        title="Declarative config, YAML or JSON"
        action={
          isDirty && (
            <span className="flex items-center gap-3">
              <span className="text-warn">● not published</span>
              <Button kind="quiet" type="button" onClick={() => fill(live.source)}>
                {live.number ? `Back to v${live.number}` : "Back to the example"}
              </Button>
            </span>
          )
        }
      >
        {isOvertaken && isDirty && live.number !== null && (
          <div className="mb-3">
            <Notice tone="warn" role="status">
              {live.authorName} published <TextLink href={paths.version(org, groupId, live.number)}>v{live.number}</TextLink> since you began
              {base.number !== null && ` from v${base.number}`}. Publishing this text replaces theirs.
            </Notice>
          </div>
        )}
        {live.number === null && <p className="mb-3 text-muted">Nothing is published yet. This is an example to start from: change it, then publish it.</p>}
        <CodeEditor key={filled} ref={editor} initialText={text} label="Declarative config, YAML or JSON" onChange={onType} check={check} />
        <div className="mt-2 flex flex-wrap justify-between gap-x-4 text-[13px] text-muted">
          <span role="status">{verdictOf(checked)}</span>
          <span>{checked.state === "checked" && `${sizeText(checked.sizeBytes)} of at most 8 MiB`}</span>
        </div>
        {checked.state === "checked" && checked.faults.length > 0 && (
          <div className="mt-2">
            <Findings faults={checked.faults} onGo={(line) => editor.current?.goTo(line)} />
          </div>
        )}
      </Card>
      {canPublish ? (
        <PublishForm org={org} groupId={groupId} text={text} instances={instances} onPublished={onPublished} />
      ) : (
        <p className="text-muted">Your role ({roleName(role)}) does not publish. An Editor or Admin can.</p>
      )}
    </>
  );
}
