import type { EntityKey } from "@/server/domain/configuration/configuration";
import { isKind } from "./entity-kinds";

/** The entity that a URL names as `services:ID`; undefined for what names none. */
export function ofKey(text: string | string[] | undefined): EntityKey | undefined {
  const [, kind, id] = /^([a-z0-9_]+):([0-9a-f-]{36})$/i.exec(typeof text === "string" ? text : "") ?? [];
  return kind && id && isKind(kind) ? { kind, id } : undefined;
}
