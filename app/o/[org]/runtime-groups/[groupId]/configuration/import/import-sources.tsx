"use client";
import { type ChangeEvent, type DragEvent, useState } from "react";
import { countText } from "@/app/_shared/count-text";
import { FormError } from "@/app/_shared/form-error";
import { sizeText } from "@/app/_shared/size-text";
import { Icon } from "@/app/_ui/icon";
import { MOST_DOCUMENT_BYTES, MOST_DOCUMENT_MIB } from "@/server/domain/size-limits";

/** What is to be imported. */
export interface Sources {
  files: { name: string; text: string; sizeBytes: number }[];
  pasted: string;
}

const MOST_FILES = 100;
const ACCEPTED = ".yaml,.yml,.json,application/yaml,application/json,text/yaml";

/** The texts with the names that messages call them by. */
export const textsOf = ({ files, pasted }: Sources): { name: string; text: string }[] => [
  ...files.map(({ name, text }) => ({ name, text })),
  ...(pasted.trim() ? [{ name: "pasted text", text: pasted }] : []),
];

const tooLarge = (bytes: number): string =>
  `These files have ${sizeText(bytes)}; at most ${MOST_DOCUMENT_MIB} MiB can be imported at once. Import them in parts, merging.`;

/** Where files are chosen, or dropped, and a text is pasted. Too large a file is refused here, before it is read. */
export function ImportSources({ sources, onChange }: { sources: Sources; onChange: (sources: Sources) => void }) {
  const [error, setError] = useState("");
  const [isOver, setOver] = useState(false);
  const add = async (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length === 0) return;
    const kept = sources.files.filter(({ name }) => !chosen.some((file) => file.name === name));
    const size = [...kept.map(({ sizeBytes }) => sizeBytes), ...chosen.map((file) => file.size)].reduce((sum, each) => sum + each, 0);
    if (size > MOST_DOCUMENT_BYTES) return setError(tooLarge(size));
    if (kept.length + chosen.length > MOST_FILES) return setError(`At most ${MOST_FILES} files at once.`);
    const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text(), sizeBytes: file.size })));
    setError("");
    onChange({ ...sources, files: [...kept, ...read] });
  };
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const { currentTarget } = event;
    await add(currentTarget.files);
    // So that the same file can be chosen again once it was mended.
    currentTarget.value = "";
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files);
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-wrap items-center gap-3 rounded-md border border-dashed p-3 ${isOver ? "border-accent bg-hover" : "border-edge"}`}
      >
        <label className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-raised px-3 py-1.5 font-medium hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
          <Icon name="plus" />
          Choose files
          <input type="file" multiple accept={ACCEPTED} onChange={choose} className="sr-only" />
        </label>
        <span className="text-muted">or drop them here. YAML or JSON, several at once, at most {MOST_DOCUMENT_MIB} MiB together.</span>
      </div>
      <FormError result={error ? { error } : undefined} />
      {sources.files.length > 0 && (
        <ul aria-label={countText(sources.files.length, "chosen file")} className="flex flex-wrap gap-2">
          {sources.files.map(({ name, sizeBytes }) => (
            <li key={name} className="inline-flex items-center gap-1 rounded border border-line bg-surface pl-2 text-[13px]">
              <span className="break-all">{name}</span> <span className="whitespace-nowrap text-muted">{sizeText(sizeBytes)}</span>
              <button
                type="button"
                aria-label={`Leave out ${name}`}
                className="rounded p-1.5 text-muted hover:bg-hover hover:text-ink"
                onClick={() => onChange({ ...sources, files: sources.files.filter((file) => file.name !== name) })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-col gap-1">
        <label htmlFor="field-pasted" className="font-medium">
          Or paste a text
        </label>
        <textarea
          id="field-pasted"
          rows={sources.files.length > 0 ? 3 : 10}
          spellCheck={false}
          value={sources.pasted}
          onChange={(event) => onChange({ ...sources, pasted: event.target.value })}
          placeholder={'_format_version: "3.0"\nservices:\n- name: …'}
          className="w-full rounded-md border border-edge bg-raised px-2.5 py-1.5 font-mono text-[13px] placeholder:text-muted"
        />
      </div>
    </div>
  );
}
