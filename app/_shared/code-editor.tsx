"use client";
import { yaml } from "@codemirror/lang-yaml";
import { type Diagnostic, lintGutter, linter } from "@codemirror/lint";
import { basicSetup, EditorView } from "codemirror";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { codeTheme } from "./code-theme";

/** A fault at a line, from 1; without one it stands at the first. */
export interface Fault {
  severity: "error" | "warning";
  message: string;
  line?: number;
}

export interface CodeEditorHandle {
  /** Puts the cursor on a line and the line in sight. */
  goTo(line: number): void;
}

interface Props {
  ref?: Ref<CodeEditorHandle>;
  /** Read once: the editor holds its text from then on. */
  initialText: string;
  label: string;
  onChange: (text: string) => void;
  /** Called a moment after the last key; the faults are marked at their lines. */
  check: (text: string) => Fault[] | Promise<Fault[]>;
  isReadOnly?: boolean;
}

const CHECK_AFTER_MS = 400;
const FILLED = EditorView.theme({
  "&": { height: "100%" },
  ".cm-scroller": { overflow: "auto" },
  ".cm-tooltip, .cm-panels": { background: "var(--color-raised)", color: "var(--color-ink)", border: "1px solid var(--color-line)" },
});

/** An editor for YAML and JSON that marks faults at their lines. Tab leaves it, as any field. */
export function CodeEditor({ ref, initialText, label, onChange, check, isReadOnly = false }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // The editor is made once; what it calls may change with every render.
  const calls = useRef({ onChange, check });
  const first = useRef({ initialText, label, isReadOnly });
  useEffect(() => {
    calls.current = { onChange, check };
  });
  useEffect(() => {
    if (!host.current) return;
    const listen = EditorView.updateListener.of((update) => {
      if (update.docChanged) calls.current.onChange(update.state.doc.toString());
    });
    const lint = linter(
      async ({ state }): Promise<Diagnostic[]> => {
        const faults = await calls.current.check(state.doc.toString());
        return faults.map(({ severity, message, line }) => {
          const { from, to } = state.doc.line(Math.min(line ?? 1, state.doc.lines));
          return { from, to, severity, message };
        });
      },
      { delay: CHECK_AFTER_MS },
    );
    const named = EditorView.contentAttributes.of({ "aria-label": first.current.label, tabindex: "0" });
    const editable = EditorView.editable.of(!first.current.isReadOnly);
    const extensions = [basicSetup, yaml(), codeTheme, FILLED, listen, lint, lintGutter(), named, editable];
    const made = new EditorView({ doc: first.current.initialText, parent: host.current, extensions });
    view.current = made;
    return () => made.destroy();
  }, []);
  useImperativeHandle(
    ref,
    () => ({
      goTo(line) {
        const { current } = view;
        if (!current) return;
        const { from } = current.state.doc.line(Math.min(line, current.state.doc.lines));
        current.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        current.focus();
      },
    }),
    [],
  );
  return <div ref={host} className="h-[55vh] min-h-64 overflow-hidden rounded-md border border-edge focus-within:outline-2 focus-within:outline-accent" />;
}
