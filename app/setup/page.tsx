import { Card } from "../_ui/controls";
import { SetupForm } from "./setup-form";

export default function SetupPage() {
  return (
    <main className="mx-auto flex max-w-md flex-col gap-4 p-6 pt-16">
      <h1 className="text-2xl font-semibold">Set up Signalbox</h1>
      <p className="text-muted">This makes your account, your organization, and its first runtime group, named default.</p>
      <Card><SetupForm /></Card>
    </main>
  );
}
