"use client";
import { Button, Card } from "@/app/_ui/controls";

/** A page that failed, inside the shell. The digest is the request's id, which the server's log has too. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Card title="This page could not be shown">
      <p className="mb-1">Something went wrong on our side. Nothing was lost that was answered as done.</p>
      {error.digest && <p className="mb-3 text-muted">The server&apos;s log has the cause under request <code className="break-all">{error.digest}</code>.</p>}
      <Button type="button" onClick={reset}>Try again</Button>
    </Card>
  );
}
