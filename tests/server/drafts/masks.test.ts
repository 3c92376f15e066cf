import { expect, it } from "vitest";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { createDraftWorld, granted } from "@/tests/support/draft-world";

/** The mask as those write it who keep to ASCII. */
const ESCAPED = SECRET_MASK.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

const documentOf = (key: string): string =>
  `{"_format_version":"3.0","consumers":[{"username":"ada","tags":["t"],"keyauth_credentials":[{"id":"4ab1ca15-6b0c-4a8e-9f5c-2f1f6a1d2b3c","key":"${key}"}]}]}`;

it("a mask that a text writes with escapes is a mask all the same: it keeps the stored secret, or is refused", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  granted(await ada.configVersions.publish({ ...at, source: documentOf("hunter2"), message: "m" }));
  const { revision } = await ada.drafts.get(at);
  const text = documentOf(ESCAPED);
  expect(granted(await ada.drafts.saveYaml({ ...at, text, revision })).revision).toBe(revision);
  const files = [{ name: "a.json", text }];
  expect((await ada.configImports.preview({ ...at, files, mode: "replace" })).counts).toEqual({ created: 0, changed: 0, deleted: 0 });
  await expect(ada.configVersions.publish({ ...at, source: text, message: "m" })).rejects.toMatchObject({ cause: { code: "invalid", field: "source" } });
});

it("a password in an address is masked in lists too, and no search goes by it", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const source = '{"_format_version":"3.0","services":[{"name":"s","url":"http://joe:hunter2@s.internal/path"}]}';
  granted(await ada.configVersions.publish({ ...at, source, message: "m" }));
  const list = (search: string) => ada.drafts.listEntities({ ...at, kind: "services", search });
  expect((await list("s")).rows).toMatchObject([{ columns: { address: SECRET_MASK } }]);
  expect((await list("hunter2")).total).toBe(0);
});
