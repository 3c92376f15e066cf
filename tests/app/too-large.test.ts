import { afterEach, expect, it, vi } from "vitest";
import { failureOf, trpc } from "@/app/_trpc/client";
import { MOST_DOCUMENT_BYTES } from "@/server/domain/size-limits";

const at = { org: "ours", groupId: "6f9f1ff5-1fd5-4ac1-a6d1-7b8f5e5d5c11", revision: 0 };
const failure = (call: Promise<unknown>) => call.then(() => undefined, failureOf);

afterEach(() => vi.unstubAllGlobals());

function answerWith(answer: () => Response) {
  const sent = vi.fn(() => Promise.resolve(answer()));
  vi.stubGlobal("fetch", sent);
  vi.stubGlobal("location", { href: "http://localhost/o/ours" });
  return sent;
}

it("what is larger than its request may be is not sent, and the limit is told", async () => {
  const sent = answerWith(() => Response.json({}));
  const [whole, entity] = ["x".repeat(MOST_DOCUMENT_BYTES * 1.3), "x".repeat(2 * 1024 * 1024)];
  expect(await failure(trpc.drafts.saveYaml.mutate({ ...at, text: whole }))).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("more than 40 MiB") as string,
  }); // safe because the matcher stands for a text
  expect((await failure(trpc.drafts.saveEntityYaml.mutate({ ...at, kind: "services", text: entity })))?.message).toContain("more than 1 MiB");
  expect(sent).not.toHaveBeenCalled();
});

it("a 413, of the server or of a proxy before it, is told as what it is, and never as a server that cannot be reached", async () => {
  const save = () => failure(trpc.drafts.saveYaml.mutate({ ...at, text: "a: 1" }));
  answerWith(() => Response.json({ status: 413, detail: "The body has more than 40 MiB." }, { status: 413 }));
  expect(await save()).toMatchObject({ kind: "refused", message: expect.stringContaining("The body has more than 40 MiB.") as string }); // safe because the matcher stands for a text
  answerWith(() => new Response("<html>413 Request Entity Too Large</html>", { status: 413 }));
  expect(await save()).toMatchObject({ kind: "refused", message: expect.stringContaining("in front of Signalbox") as string }); // safe because the matcher stands for a text
});
