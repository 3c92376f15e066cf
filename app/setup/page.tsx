import type { Metadata } from "next";
import { isSetUp } from "@/server/auth/setup";
import { getDeps } from "@/server/deps";
import { Card, TextLink } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { paths } from "../paths";
import { SetupForm } from "./setup-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (await isSetUp(await getDeps()))
    return (
      <NarrowPage title="Set up Signalbox">
        <Card>
          Signalbox is set up already: <TextLink href={paths.login()}>sign in</TextLink>.
        </Card>
      </NarrowPage>
    );
  return (
    <NarrowPage title="Set up Signalbox">
      <p className="text-muted">This makes your account, your organization, and its first runtime group, named default.</p>
      <Card>
        <SetupForm />
      </Card>
    </NarrowPage>
  );
}
