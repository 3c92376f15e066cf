import { expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { bytesText, MOST_DOCUMENT_BYTES, mostBodyBytes } from "@/server/domain/size-limits";
import { appRouter } from "@/server/trpc/root";
import { smallDocument } from "@/tests/load/large-document";

const most = (procedure: string): number => mostBodyBytes(`/api/trpc/${procedure}`);

it("the procedures that carry a configuration take one, and no other, nor several calls in one, takes so much", () => {
  const large = Object.keys(appRouter._def.procedures).filter((name) => most(name) > MOST_DOCUMENT_BYTES);
  expect(large.sort()).toEqual(["configImports.preview", "configImports.take", "configVersions.check", "configVersions.publish", "drafts.saveYaml"]);
  expect(most("drafts.get,drafts.saveYaml?batch=1")).toBe(most("drafts.get"));
  expect(most("drafts.get?input=drafts.saveYaml")).toBe(most("drafts.get"));
});

it("a configuration of the largest size fits its request, as YAML and as JSON, over lines or on one", () => {
  const document: unknown = parse(smallDocument());
  for (const text of [stringify(document), JSON.stringify(document, null, 2), JSON.stringify(document)]) {
    const escapes = JSON.stringify(text).length / text.length;
    expect(MOST_DOCUMENT_BYTES * escapes).toBeLessThan(most("drafts.saveYaml"));
  }
});

it("a size is told in the largest unit that tells it whole", () => {
  expect([40 * 1024 * 1024, 512 * 1024, 1000].map(bytesText)).toEqual(["40 MiB", "512 KiB", "1000 bytes"]);
});
