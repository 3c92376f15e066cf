import { expect, it } from "vitest";
import { LabelsInput, readLabels } from "../../../server/domain/labels";

const messageOf = (labels: unknown): string | undefined => LabelsInput.safeParse(labels).error?.issues[0]?.message;

it("a label that breaks the rule is named with the rule", () => {
  expect(messageOf({ "a b": "c" })).toBe('"a b" is no label key: it has 1 to 63 letters, digits, or . _ / - between them.');
  expect(messageOf({ a: 'x"\n' })).toBe('"x"\n" is no label value: it has up to 63 letters, digits, or . _ - between them.');
  expect(messageOf(Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""])))).toBe("At most 50 labels.");
  expect(messageOf({ "app.kubernetes.io/name": "kong", empty: "" })).toBeUndefined();
});

it("a list of labels loses nothing and invents nothing", () => {
  expect(readLabels(" zone=eu, note=a=b,, empty= ")).toEqual({ zone: "eu", note: "a=b", empty: "" });
  expect(() => readLabels("zone=eu, zone=us")).toThrow('The label "zone" stands twice; keep one.');
  expect(() => readLabels("novalue")).toThrow('"novalue" is no label: write key=value, separated by commas.');
});
