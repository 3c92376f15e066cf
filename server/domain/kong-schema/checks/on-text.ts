import type { NamedCheck, NamedFault } from "../named-check";

/** A check of texts only; any other type is the business of the field's own rules. */
export function onText(check: (text: string) => NamedFault | undefined): NamedCheck {
  return (value) => {
    if (typeof value !== "string") return [];
    const fault = check(value);
    return fault ? [fault] : [];
  };
}

/** True for `{vault://…}`, which a node resolves when it uses the value, not before. */
export function isVaultReference(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("{vault://") && value.endsWith("}");
}

/** A text for a message: quoted, and short. */
export function quote(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}
