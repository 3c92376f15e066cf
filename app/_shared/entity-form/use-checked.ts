import { useDeferredValue } from "react";
import type { DraftFinding } from "@/server/domain/draft";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";
import type { Fields } from "./form-value";

export function useChecked(kind: string, schema: EntitySchema, plugin: PluginSchema | undefined): (fields: Fields) => DraftFinding[] {
  void useDeferredValue([kind, schema, plugin]);
  return () => [];
}
