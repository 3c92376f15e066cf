import type { Metadata } from "next";
import { Card } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { ResetForm } from "./reset-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "New password" };

export default function ResetPage() {
  return (
    <NarrowPage title="New password">
      <Card>
        <ResetForm />
      </Card>
    </NarrowPage>
  );
}
