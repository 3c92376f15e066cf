import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { IN_THE_WAY, REFUSED } from "@/app/_trpc/refused";
import PageError from "@/app/o/[org]/error";

const shown = (digest: string) =>
  renderToStaticMarkup(createElement(PageError, { error: Object.assign(new Error("hidden"), { digest }), reset: () => undefined }));

it("a read that a role does not allow names the role that does, and is not called an error of ours", () => {
  const page = shown(`${REFUSED}This needs the role Editor; yours here is Viewer.`);
  expect(page).toContain("This needs the role Editor; yours here is Viewer.");
  expect(page).not.toContain("our side");
});

it("a read that what is stored does not allow is told with its cure", () => {
  expect(shown(`${IN_THE_WAY}Discard the draft.`)).toContain("Discard the draft.");
});

it("an unknown error shows its request alone", () => {
  const page = shown("request-1");
  expect(page).toContain("request-1");
  expect(page).not.toContain("hidden");
});
