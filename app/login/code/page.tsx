import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sessionIdAtHand } from "@/server/auth/browser";
import { dueUser } from "@/server/auth/second-factor";
import { getDeps } from "@/server/deps";
import { safeNextPath } from "@/server/domain/sign-in";
import { Card } from "../../_ui/controls";
import { NarrowPage } from "../../_ui/narrow-page";
import { paths } from "../../paths";
import { CodeForm } from "./code-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Second factor" };

export default async function CodePage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = safeNextPath((await searchParams).next);
  const sessionId = await sessionIdAtHand();
  const person = sessionId === null ? null : await dueUser(await getDeps(), sessionId);
  if (!person) redirect(paths.login(next));
  return (
    <NarrowPage title="Second factor">
      <p className="text-muted">For {person.email}, who has shown the password or was signed in by a provider.</p>
      <Card>
        <CodeForm next={next} />
      </Card>
      <p className="text-muted">Without your device and your recovery codes, ask whoever runs Signalbox: a link of theirs can take the second factor away.</p>
    </NarrowPage>
  );
}
