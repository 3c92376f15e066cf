"use client";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cutText } from "@/app/_shared/cut-text";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { isMap } from "@/server/domain/config-document/finding";
import { type Choice, useField, useFormContext } from "./form-context";
import { FieldFrame, INPUT, SmallButton, AsideLink } from "./field-frame";
import type { WidgetProps } from "./widget-props";

const ASK_AFTER_MS = 200;

const idOf = (value: unknown): string | undefined => {
  const id = isMap(value) ? value.id : value;
  return typeof id === "string" && id !== "" ? id : undefined;
};

/** What fits the search, asked a moment after the last key; of answers that overtake each other the last question's counts. */
function useChoices(kind: string, search: string | undefined) {
  const { pick } = useFormContext();
  const [choices, setChoices] = useState<Choice[] | string>();
  const ask = useRef(pick);
  useEffect(() => {
    ask.current = pick;
  });
  useEffect(() => {
    if (search === undefined) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      const answer = await ask.current(kind, search);
      if (!isOver) setChoices(answer);
    }, ASK_AFTER_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [kind, search]);
  return choices;
}

/** A reference to another entity: a box that searches as one types. Arrows choose, Enter takes, Escape leaves it as it was. */
export function ReferenceWidget({ schema, label, value, path, onChange }: WidgetProps) {
  const { own, isReadOnly, wiring } = useField(path, true);
  const { labelOf, createHref } = useFormContext();
  const kind = schema.reference ?? "";
  // Undefined: closed.
  const [search, setSearch] = useState<string>();
  const [active, setActive] = useState(0);
  const [taken, setTaken] = useState<Choice>();
  const choices = useChoices(kind, search);
  const list = Array.isArray(choices) ? choices : [];
  const id = idOf(value);
  const chosen = id === undefined ? "" : ((taken?.id === id ? taken.label : labelOf(kind, id)) ?? id);
  const isOpen = search !== undefined && choices !== undefined;
  const take = (choice: Choice | undefined) => {
    setSearch(undefined);
    if (!choice) return;
    setTaken(choice);
    onChange(choice.id);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (search === undefined) setSearch("");
      else setActive((active + step + Math.max(1, list.length)) % Math.max(1, list.length));
    }
    if (event.key === "Enter" && search !== undefined) {
      event.preventDefault();
      take(list[active]);
    }
    if (event.key === "Escape" && search !== undefined) {
      event.stopPropagation();
      setSearch(undefined);
    }
  };
  const create = createHref(kind);
  const action = !isReadOnly && id !== undefined && (
    <SmallButton onClick={() => onChange(undefined)} label={`Clear ${label}`}>
      Clear
    </SmallButton>
  );
  return (
    <FieldFrame path={path} label={label} isRequired={schema.required} findings={own} help={schema.help} action={action}>
      <div className="relative">
        <input
          {...wiring}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${wiring.id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && list[active] ? `${wiring.id}-${active}` : undefined}
          className={INPUT}
          value={search ?? chosen}
          placeholder={isReadOnly ? "none" : schema.required ? `search ${kindNoun(kind)}` : `none; search ${kindNoun(kind)}`}
          readOnly={isReadOnly}
          autoComplete="off"
          spellCheck={false}
          onClick={() => !isReadOnly && setSearch(search ?? "")}
          onChange={(event) => {
            setSearch(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKey}
          onBlur={() => setSearch(undefined)}
        />
        {isOpen && (
          <div
            className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-lg"
            onMouseDown={(event) => event.preventDefault()}
          >
            <ul role="listbox" id={`${wiring.id}-list`} aria-label={label}>
              {list.map((choice, index) => (
                <li
                  key={choice.id}
                  id={`${wiring.id}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  className={`cursor-pointer rounded px-2 py-1.5 wrap-anywhere ${index === active ? "bg-hover" : ""}`}
                  onClick={() => take(choice)}
                >
                  {cutText(choice.label)}
                </li>
              ))}
            </ul>
            {list.length === 0 && <p className="px-2 py-1.5 text-muted">{typeof choices === "string" ? choices : `No ${kindNoun(kind)} fits.`}</p>}
            {create && (
              <p className="px-2 py-1.5">
                <AsideLink href={create}>Create a {kindNoun(kind)}</AsideLink>
              </p>
            )}
          </div>
        )}
      </div>
    </FieldFrame>
  );
}
