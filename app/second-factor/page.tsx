import type { Metadata } from "next";
import { safeNextPath } from "@/server/domain/sign-in";
import { load } from "../_trpc/server";
import { Card } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { FirstSecondFactor } from "./first-second-factor";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Second factor" };

export default async function SecondFactorPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = safeNextPath((await searchParams).next);
  const { hasPassword } = await load((api) => api.account.get());
  return (
    <NarrowPage title="Set up a second factor">
      <p>
        This organization lets its members in with a second factor alone: a code of an authenticator app, besides the password or a provider&rsquo;s sign-in.
      </p>
      <Card>
        <FirstSecondFactor hasPassword={hasPassword} next={next} />
      </Card>
    </NarrowPage>
  );
}
