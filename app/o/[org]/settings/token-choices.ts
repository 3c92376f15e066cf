import type { TokenAbility } from "@/server/domain/access-token";

const chosen = (form: FormData, part: string, name: string): string[] | null => (form.get(part) === "some" ? form.getAll(name).map(String) : null);

/** What `TokenFields` ask for; the procedure checks what it is. */
export const tokenChoices = (form: FormData) => ({
  name: String(form.get("name") ?? ""),
  days: Number(form.get("days")),
  abilities: chosen(form, "abilityPart", "ability") as TokenAbility[] | null, // safe because the procedure refuses any other text
  groupIds: chosen(form, "groupPart", "tokenGroupId"),
});
