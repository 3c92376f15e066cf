"use client";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, linter } from "@codemirror/lint";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";
import Link from "next/link";
import { useEffect, useRef, useState, useTransition } from "react";
import { Button, Card, Field } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { checkAction, publishAction } from "./actions";

const CHECK_AFTER_MS = 500;

/** The page's own colours, so that both themes stay readable. */
const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--color-accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--color-ok)" },
  { tag: tags.comment, color: "var(--color-muted)" },
]);
type Findings = Awaited<ReturnType<typeof checkAction>>;

export function ConfigEditor({ at, source, canPublish }: { at: { org: string; groupId: string }; source: string; canPublish: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  const text = useRef(source);
  const [findings, setFindings] = useState<Findings>([]);
  const [outcome, setOutcome] = useState<{ number?: number; error?: string; field?: string }>({});
  const [isPending, start] = useTransition();
  useEffect(() => {
    if (!host.current) return;
    const onChange = EditorView.updateListener.of((update) => {
      if (update.docChanged) text.current = update.state.doc.toString();
    });
    const check = linter(
      async ({ state }): Promise<Diagnostic[]> => {
        const found = await checkAction(at, state.doc.toString());
        setFindings(found);
        return found.map(({ severity, message, cure, line }) => {
          const { from, to } = state.doc.line(Math.min(line ?? 1, state.doc.lines));
          return { from, to, severity, message: `${message} ${cure}` };
        });
      },
      { delay: CHECK_AFTER_MS },
    );
    const label = EditorView.contentAttributes.of({ "aria-label": "Declarative config, YAML or JSON" });
    const colours = EditorView.theme({ "&": { color: "var(--color-ink)" }, ".cm-gutters": { background: "var(--color-surface)", color: "var(--color-muted)", border: "0" }, ".cm-content": { caretColor: "var(--color-ink)" }, ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" } });
    const view = new EditorView({ doc: text.current, parent: host.current, extensions: [basicSetup, yaml(), syntaxHighlighting(HIGHLIGHT), onChange, check, lintGutter(), label, colours] });
    return () => view.destroy();
  }, [at]);
  const publish = (form: FormData) => start(async () => setOutcome(await publishAction(at, text.current, String(form.get("message") ?? ""))));
  return (
    <>
      <Card title="Declarative config, YAML or JSON">
        <div ref={host} className="max-h-[60vh] min-h-60 overflow-auto rounded-md border border-line" />
        <ul className="mt-2" aria-live="polite">
          {findings.map((finding, index) => (
            <li key={index} className={finding.severity === "error" ? "text-danger" : "text-warn"}>{finding.line ? `Line ${finding.line}: ` : ""}{finding.message} {finding.cure}</li>
          ))}
        </ul>
      </Card>
      {canPublish && (
        <form onSubmit={(event) => { event.preventDefault(); publish(new FormData(event.currentTarget)); }} className="flex max-w-xl flex-col gap-2">
          <Field label="Message" name="message" required maxLength={500} hint="What this config version changes." error={outcome.error} />
          <div><Button disabled={isPending}>{isPending ? "Publishing…" : "Publish"}</Button></div>
          {outcome.number && <p role="status" className="text-ok">Published v{outcome.number}. Instances are told now. <Link className="text-accent underline" href={paths.instances(at.org, at.groupId)}>Watch them</Link> or see all <Link className="text-accent underline" href={paths.versions(at.org, at.groupId)}>versions</Link>.</p>}
        </form>
      )}
    </>
  );
}
