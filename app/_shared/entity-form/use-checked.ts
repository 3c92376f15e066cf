import { useEffect, useMemo, useState } from "react";
import { holdsMask } from "@/server/domain/configuration/secrets";
import type { DraftFinding } from "@/server/domain/draft";
import type { EntityCheck, EntitySchema, PluginSchema, SchemaSet } from "@/server/domain/kong-schema/schema";
import type { checkEntity } from "@/server/domain/kong-schema/check-entity";
import type { NAMED_CHECKS } from "@/server/domain/kong-schema/named-checks";
import { type FieldPath, type Fields, valueAt } from "./form-value";
import { isMasked } from "./is-masked";
import { textFaults } from "./own-findings";

interface Interpreter {
  checkEntity: typeof checkEntity;
  named: typeof NAMED_CHECKS;
}

/** The server's own interpreter, fetched once a form is open: it is large, and the form is usable before it is there. */
async function loadInterpreter(): Promise<Interpreter> {
  const [{ checkEntity: check }, { NAMED_CHECKS: named }] = await Promise.all([
    import("@/server/domain/kong-schema/check-entity"),
    import("@/server/domain/kong-schema/named-checks"),
  ]);
  return { checkEntity: check, named };
}

/** True for a rule across fields of which one is a secret that only the server has. */
const isBlind = (check: EntityCheck, fields: Fields): boolean =>
  "custom_entity_check" in check && check.custom_entity_check.field_sources.some((path) => holdsMask(valueAt(fields, path.split("."))));

const leadsToMask = (fields: Fields, path: FieldPath): boolean => path.some((_, index) => isMasked(valueAt(fields, path.slice(0, index + 1))));

function schemaSet(kind: string, schema: EntitySchema, plugin: PluginSchema | undefined, fields: Fields): SchemaSet {
  const seen = (checks: readonly EntityCheck[] | undefined) => checks?.filter((check) => !isBlind(check, fields));
  const entity = { ...schema, entity_checks: seen(schema.entity_checks) };
  const known = plugin && { ...plugin, entity_checks: seen(plugin.entity_checks) };
  return { gatewayVersion: "", entity: (name) => (name === kind ? entity : undefined), plugin: () => known };
}

/** Checks fields as the server will. Stored secrets are left to the server, which alone has them. */
export function useChecked(kind: string, schema: EntitySchema, plugin: PluginSchema | undefined): (fields: Fields) => DraftFinding[] {
  const [interpreter, setInterpreter] = useState<Interpreter>();
  useEffect(() => {
    let isOver = false;
    void loadInterpreter().then(
      (loaded) => !isOver && setInterpreter(loaded),
      // Saving checks on the server in any case.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, []);
  return useMemo(
    () => (fields) => {
      const ofTexts = textFaults(fields);
      if (!interpreter) return ofTexts;
      const around = { schemas: schemaSet(kind, schema, plugin, fields), named: interpreter.named, now: Date.now() };
      const ofRules = interpreter
        .checkEntity({ kind, fields, view: "flat" }, around)
        .filter(({ path }) => !leadsToMask(fields, path))
        .map(({ severity, message, cure, path }) => ({ severity, message, cure, path: [], field: path }));
      return [...ofTexts, ...ofRules];
    },
    [interpreter, kind, schema, plugin],
  );
}
