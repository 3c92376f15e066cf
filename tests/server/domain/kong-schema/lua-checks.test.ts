import { expect, it } from "vitest";
import { syntaxFault } from "@/server/domain/kong-schema/checks/lua-checks";

const locals = (count: number) => Array.from({ length: count }, (_, n) => `local a${n} = ${n}`).join("\n");

it("code that compiles has no fault, and code that does not has an error", () => {
  expect(syntaxFault(`${locals(200)}\nreturn 1`)).toBeUndefined();
  expect(syntaxFault("x = = 1")).toMatchObject({ message: expect.stringContaining("does not compile in line 1") });
  expect(syntaxFault("x = = 1")?.severity).toBeUndefined();
});

it.each([
  ["is too long", `-- ${"x".repeat(200_000)}\nx = = 1`, "it has more than 200,000 characters"],
  ["nests too deeply", `return ${"(".repeat(100_000)}`, "it nests too deeply"],
  ["has too many local variables", locals(201), "it has more than 200 local variables"],
])("code that %s is warned of as unchecked, and refused for nothing", (_, code, why) => {
  expect(syntaxFault(code)).toMatchObject({ severity: "warning", message: expect.stringContaining(`could not be checked: ${why}`) });
});
