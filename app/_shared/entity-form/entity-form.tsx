"use client";
import { type FocusEvent, type ReactNode, useMemo, useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import { Button, Notice } from "@/app/_ui/controls";
import { isError } from "@/server/domain/config-document/finding";
import type { DraftFinding } from "@/server/domain/draft";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";
import { ConflictAnswer } from "./conflict-answer";
import { FieldList } from "./field-list";
import { type FormContextValue, FormProvider } from "./form-context";
import { FormField } from "./form-field";
import { formFieldsOf, ruledOut } from "./form-fields";
import { fieldPathOf, type Fields } from "./form-value";
import { lackingSecrets } from "./own-findings";
import { concernedFields, idleFields, placedChecks } from "./rule-fields";
import { trimFields } from "./trim-fields";
import { UrlFiller } from "./url-filler";
import { useChecked } from "./use-checked";
import type { WidgetProps } from "./widget-props";
import { type FilledForm, type SaveEntity, useEntityForm } from "./use-entity-form";

interface Props extends Pick<FormContextValue, "pick" | "createHref" | "labelOf"> {
  kind: string;
  schema: EntitySchema;
  plugin?: PluginSchema;
  filled: FilledForm;
  known?: DraftFinding[];
  isNew: boolean;
  isReadOnly: boolean;
  /** What it is about went from the draft: what to say of it, with what is typed, and the draft's revision by now. */
  gone?: { notice: (fields: Fields) => ReactNode; revision: number };
  unsavedKey: string;
  save: SaveEntity;
  onSaved: (saved: { id: string; revision: number }) => void;
}

const NONE: DraftFinding[] = [];
const renderField = (props: WidgetProps) => <FormField {...props} />;

/** The form of an entity, drawn from its schema and checked as one types. */
export function EntityForm({ kind, schema, plugin, filled, known = NONE, isNew, isReadOnly, gone, unsavedKey, save, onSaved, ...context }: Props) {
  const checked = useChecked(kind, schema, plugin);
  const check = (typed: Fields) => (isNew ? [...lackingSecrets(schema, typed), ...checked(typed)] : checked(typed));
  const formFields = useMemo(() => formFieldsOf(schema, plugin), [schema, plugin]);
  const clean = (typed: Fields, before: Fields) => trimFields(formFields, typed, before);
  const entity = useEntityForm({ unsavedKey, filled, known, isNew, check, clean, save, onSaved });
  const { fields, conflict, base } = entity;
  const { findings, touch } = entity.told;
  const [initial] = useState(fields);
  const isAnew = gone !== undefined && !isNew;
  const out = ruledOut(formFields, schema.entity_checks, fields);
  const checks = useMemo(() => placedChecks(schema, plugin), [schema, plugin]);
  const ofWhole = findings.filter(({ field }) => field.length === 0);
  const errors = findings.filter(isError).length;
  const onBlur = ({ target }: FocusEvent) => {
    const path = target.closest("[data-path]")?.getAttribute("data-path");
    if (path) touch(fieldPathOf(path));
  };
  return (
    <FormProvider
      value={{
        ...context,
        findings,
        isReadOnly,
        idle: idleFields(formFields, checks, fields, initial),
        concerned: concernedFields(checks, findings),
        initial,
        renderField,
      }}
    >
      <form
        ref={entity.form}
        noValidate
        aria-label={isNew ? `New ${kind}` : "Entity"}
        className="flex flex-col gap-4"
        onBlur={onBlur}
        onSubmit={(event) => {
          event.preventDefault();
          void entity.send(isAnew ? { fields, revision: gone.revision, isAnew } : { fields, revision: entity.revision, stamp: base.stamp });
        }}
      >
        {entity.wasRestored && entity.isDirty && <Notice tone="warn">What you typed here before is back. It is not saved yet.</Notice>}
        {gone?.notice(fields)}
        {ofWhole.map(({ text, severity }) => (
          <Notice key={text} tone={severity === "error" ? "danger" : "warn"} role="status">
            {text}
          </Notice>
        ))}
        {conflict && (
          <ConflictAnswer
            conflict={conflict}
            base={base.fields}
            mine={fields}
            onSettled={(settled) => {
              entity.setFields(settled);
              void entity.send({ fields: settled, revision: conflict.revision, isAnew: !conflict.theirs });
            }}
            onCancel={() => entity.setConflict(undefined)}
          />
        )}
        {kind === "services" && isNew && <UrlFiller onFill={(parts) => entity.change({ ...fields, ...parts })} />}
        {kind === "plugins" && !isReadOnly && <p className="text-muted">Leave the first fields empty, and it runs for every request.</p>}
        <FieldList fields={formFields.filter(({ name }) => !out.has(name))} known={schema.fields} path={[]} values={fields} onChange={entity.change} />
        {!isReadOnly && (
          <div className="save-bar sticky bottom-0 z-10 -mx-4 -mb-4 flex flex-wrap items-center gap-3 rounded-b-lg border-t border-line bg-raised px-4 py-3">
            <FormError result={entity.refusal} />
            <Button disabled={entity.isPending || (!isNew && !isAnew && !entity.isDirty)}>
              {entity.isPending ? "Saving…" : isAnew ? "Create it again" : "Save to the draft"}
            </Button>
            <span role="status" className="text-[13px]">
              {errors > 0 ? (
                <span className="text-danger">
                  ✕ {errors} {errors === 1 ? "error" : "errors"}
                </span>
              ) : entity.isDirty || isAnew ? (
                <span className="text-warn">● not saved</span>
              ) : (
                !isNew && <span className="text-muted">✓ as in the draft</span>
              )}
            </span>
          </div>
        )}
      </form>
    </FormProvider>
  );
}
