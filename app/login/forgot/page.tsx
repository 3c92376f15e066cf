import type { Metadata } from "next";
import { getDeps } from "@/server/deps";
import { Card, TextLink } from "../../_ui/controls";
import { NarrowPage } from "../../_ui/narrow-page";
import { paths } from "../../paths";
import { ForgotForm } from "./forgot-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "New password" };

export default async function ForgotPage() {
  const { sendMail } = await getDeps();
  return (
    <NarrowPage title="New password">
      <Card>
        {sendMail ? <ForgotForm /> : <p>No mail is set up here. Ask an Admin or Owner of your organization for a link: they make one on the Members page.</p>}
      </Card>
      <p>
        <TextLink href={paths.login()}>Back to the sign-in</TextLink>
      </p>
    </NarrowPage>
  );
}
