import type { Metadata } from "next";
import { NarrowPage } from "../_ui/narrow-page";
import { Invitation } from "./invitation";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Invitation" };

export default function InvitePage() {
  return (
    <NarrowPage title="Invitation">
      <Invitation />
    </NarrowPage>
  );
}
