import type { Metadata } from "next";
import { Card } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { SetupForm } from "./setup-form";

export const metadata: Metadata = { title: "Set up" };

export default function SetupPage() {
  return (
    <NarrowPage title="Set up Signalbox">
      <p className="text-muted">This makes your account, your organization, and its first runtime group, named default.</p>
      <Card>
        <SetupForm />
      </Card>
    </NarrowPage>
  );
}
