"use client";
import { yaml } from "@codemirror/lang-yaml";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { codeTheme } from "./code-theme";

const WIDE = "(min-width: 768px)";
/** Beyond this the exact shortest difference would take seconds; a rougher one still shows every line. */
const DIFF = { scanLimit: 2000, timeout: 500 };
const COLLAPSE = { margin: 3, minSize: 6 };
const LOOK = EditorView.theme({
  ".cm-changedLine": { background: "light-dark(#1a6b3c14, #6fd89b14)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { background: "light-dark(#b4231814, #ff9a8f14)" },
  "&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText": { background: "light-dark(#1a6b3c33, #6fd89b3d)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "light-dark(#b4231833, #ff9a8f3d)" },
  ".cm-deletedChunk": { paddingLeft: "6px" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"' },
  ".cm-collapsedLines": { background: "var(--color-hover)", color: "var(--color-muted)", padding: "3px 8px" },
});

const subscribe = (listener: () => void): (() => void) => {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

const extensions = (label: string) => [
  yaml(),
  codeTheme,
  LOOK,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
];

interface Side {
  name: string;
  text: string;
}

function showBeside(parent: HTMLElement, before: Side, after: Side): () => void {
  const view = new MergeView({
    a: { doc: before.text, extensions: [lineNumbers(), extensions(before.name)] },
    b: { doc: after.text, extensions: [lineNumbers(), extensions(after.name)] },
    parent,
    collapseUnchanged: COLLAPSE,
    diffConfig: DIFF,
  });
  return () => view.destroy();
}

function showUnified(parent: HTMLElement, before: Side, after: Side): () => void {
  const merge = unifiedMergeView({ original: before.text, mergeControls: false, collapseUnchanged: COLLAPSE, diffConfig: DIFF });
  const view = new EditorView({ doc: after.text, parent, extensions: [extensions(`${before.name} and ${after.name}`), merge] });
  return () => view.destroy();
}

/** Two texts beside each other with their differences marked; one below the other in one column where the page is narrow. */
export function TextDiff({ before, after }: { before: Side; after: Side }) {
  const host = useRef<HTMLDivElement>(null);
  const isWide = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
  const [nameBefore, textBefore, nameAfter, textAfter] = [before.name, before.text, after.name, after.text];
  useEffect(() => {
    if (!host.current) return;
    const sides = [
      { name: nameBefore, text: textBefore },
      { name: nameAfter, text: textAfter },
    ] as const;
    return isWide ? showBeside(host.current, ...sides) : showUnified(host.current, ...sides);
  }, [isWide, nameBefore, textBefore, nameAfter, textAfter]);
  return (
    <div className="overflow-hidden rounded-md border border-line bg-raised">
      <div className="flex justify-between gap-2 border-b border-line px-3 py-1.5 text-[13px] text-muted md:grid md:grid-cols-2">
        <span>
          <span aria-hidden="true" className="font-bold text-danger">
            −
          </span>{" "}
          {nameBefore}
        </span>
        <span>
          <span aria-hidden="true" className="font-bold text-ok">
            +
          </span>{" "}
          {nameAfter}
        </span>
      </div>
      <div ref={host} tabIndex={0} role="region" aria-label={`Difference of ${nameBefore} and ${nameAfter}`} className="max-h-[65vh] overflow-auto" />
    </div>
  );
}
