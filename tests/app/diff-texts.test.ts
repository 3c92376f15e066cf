import { expect, it } from "vitest";
import { countText } from "@/app/_shared/count-text";
import { fieldText } from "@/app/_shared/field-diff";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";

it("a number and its noun agree", () => {
  expect(["entity", "key", "gateway service"].map((noun) => countText(1, noun))).toEqual(["1 entity", "1 key", "1 gateway service"]);
  expect(["entity", "key", "gateway service"].map((noun) => countText(1200, noun))).toEqual(["1,200 entities", "1,200 keys", "1,200 gateway services"]);
});

it("a field's path reads as people write it, lists counted from 1", () => {
  expect(fieldText(["config", "limits", 0, "key"])).toBe("config.limits[1].key");
  expect(fieldText([])).toBe("the whole entity");
});

it("kinds go by their names, known or not", () => {
  expect(["services", "ca_certificates", "things"].map(kindNoun)).toEqual(["gateway service", "CA certificate", "thing"]);
  expect(["services", "snis", "key_sets"].map(kindTitle)).toEqual(["Gateway services", "SNIs", "Key sets"]);
});
