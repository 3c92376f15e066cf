import { expect, it } from "vitest";
import { CONTEXT_WORDS, NewPassword, passwordFault } from "@/server/domain/password-rules";
import { NewAccount, SetupInput } from "@/server/domain/sign-in";

it.each(["password1234", "Password1234", "qwertyuiop123", "1q2w3e4r5t6y", "123456789012"])(
  "%s, which leaked a thousand times, is nobody's password",
  (password) => {
    expect(passwordFault(password)).toMatch(/tried first/);
  },
);

it.each(["Signalbox2026!", "kong-gateway-1", "ada.lovelace99", "Engines&Sons-1", "adminadmin123"])(
  "%s is little more than names around its person",
  (password) => {
    expect(passwordFault(password, ["Ada Lovelace", "ada@example.com", "Engines & Sons"])).toMatch(/names that anybody would try/);
  },
);

it.each([
  "correct horse battery staple",
  "kong wants a banana at dawn",
  "nur kleine buchstaben",
  "640172935518",
  "日本語のパスワードです、長い",
  "a".repeat(199) + "!",
])("%s is as good as any: nothing is asked of its characters", (password) => {
  expect(passwordFault(password, ["Ada Lovelace", "ada@example.com"])).toBeUndefined();
  expect(NewPassword.safeParse(password).success).toBe(true);
});

it("of a list of passwords made at random none is taken for a common one", () => {
  const made = Array.from({ length: 2000 }, (_, index) => `${index * 7919}-${(index * 104_729) % 9973}-quiet-harbour`);
  expect(made.filter((password) => passwordFault(password) !== undefined)).toEqual([]);
});

it("the words that are documented are those that are refused", () => {
  for (const word of CONTEXT_WORDS) expect([word, passwordFault(`${word}1234567`.slice(0, word.length + 7))]).toEqual([word, expect.stringMatching(/names/)]);
});

it("the forms of a new account tell it at the password, and know for whom it is", () => {
  const faultOf = (parsed: { error?: { issues: { path: PropertyKey[] }[] } }) => parsed.error?.issues.map((issue) => issue.path.join("."));
  const person = { name: "Grace Hopper", email: "grace@example.com", orgName: "Engines", token: "t" };
  expect(faultOf(SetupInput.safeParse({ ...person, password: "grace-hopper-1" }))).toEqual(["password"]);
  expect(faultOf(SetupInput.safeParse({ ...person, password: "Engines-Engines" }))).toEqual(["password"]);
  expect(faultOf(NewAccount.safeParse({ name: person.name, password: "hopper+hopper" }))).toEqual(["password"]);
  expect(SetupInput.safeParse({ ...person, password: "a quiet harbour" }).success).toBe(true);
});
