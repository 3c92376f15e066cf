import { describe, expect, it } from "vitest";
import { matchesLua } from "@/server/domain/kong-schema/lua-pattern";

const cases: [pattern: string, text: string, found: boolean][] = [
  ["^%u+$", "GET", true],
  ["^%u+$", "Get", false],
  ["//", "/a//b", true],
  ["^[^*]*%*?[^*]*$", "a*b", true],
  ["^[^*]*%*?[^*]*$", "a**b", false],
  ["^[a-z][a-z%d-]-[a-z%d]+$", "my-vault1", true],
  ["^[a-z][a-z%d-]-[a-z%d]+$", "my-", false],
  ["%w*%p*@+%w*%.?%w*", "b@d * v//", true],
  ["%w*%p*@+%w*%.?%w*", "nobody", false],
  ["^a-b$", "aaab", true],
  ["^colou?r$", "color", true],
  ["^[]]$", "]", true],
  ["^[^]]$", "]", false],
  ["^[%]x-]+$", "]x-", true],
  ["%f[%a]b%a+", "a bcd", true],
  ["%f[%a]b%a+", "abcd", false],
  ["^%b()$", "(a(b))", true],
  ["^%b()$", "(a(b)", false],
  ["^(a+)%1$", "aaaa", true],
  ["^(a+)%1$", "aaa", false],
  ["^(['\"]).*%1$", "'x'", true],
  ["^(['\"]).*%1$", "'x\"", false],
  ["^()a()$", "a", true],
  ["a$b", "a$b", true],
  ["^%s*$", " \t\n", true],
  ["^%x+$", "beeF", true],
  ["^%S+$", "a b", false],
  ["^..$", "ü", true],
  ["^[^%c]*é$", "caffé", true],
  ["", "", true],
];

describe("matchesLua", () => {
  it.each(cases)("%s on %s: %s", (pattern, text, found) => {
    expect(matchesLua(pattern, text)).toBe(found);
  });

  it.each(["[", "%", "%b", "%f", "(", "a)", "[%", "%1"])("says of the malformed pattern %s that it cannot tell", (pattern) => {
    expect(matchesLua(pattern, "aaa")).toBeUndefined();
  });

  it("gives up a pattern that backtracks without end, instead of hanging", () => {
    const begun = performance.now();
    expect(matchesLua("a*a*a*a*a*a*a*b", "a".repeat(500))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it("takes what matches cost from one budget, and tells nothing once it is spent", () => {
    const budget = { steps: 300_000 };
    expect(matchesLua("^a$", "a", budget)).toBe(true);
    expect(matchesLua(".-.-.-.-.-.-.-.-x$", "a".repeat(90), budget)).toBeUndefined();
    expect(matchesLua(".-.-.-.-.-.-.-.-x$", "a".repeat(90), budget)).toBeUndefined();
    expect(budget.steps).toBeLessThanOrEqual(0);
    expect(matchesLua("^a$", "a", budget)).toBeUndefined();
  });

  it("counts what %b reads", () => {
    const begun = performance.now();
    expect(matchesLua("%b()", "(".repeat(300_000))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
