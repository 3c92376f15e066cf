import type { Metadata } from "next";
import { LinkButton } from "./_ui/controls";
import { paths } from "./paths";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md p-8 pt-24">
      <h1 className="mb-2 text-xl font-semibold">Not found</h1>
      <p className="mb-4 text-muted">There is nothing at this address, or it is not yours to see. It may have been deleted since.</p>
      <LinkButton href={paths.home()}>To the console</LinkButton>
    </main>
  );
}
