"use client";
import { IN_THE_WAY, REFUSED } from "@/app/_trpc/refused";
import { Button, Card, LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

/** A page that failed, or that a role does not allow, inside the shell. Else the digest is the request's id, which the server's log has too. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  if (error.digest?.startsWith(REFUSED)) {
    return (
      <Card title="Your role does not open this page">
        <p className="mb-3">{error.digest.slice(REFUSED.length)} Ask an Owner or Admin of the organization for it.</p>
        <LinkButton href={paths.home()}>To the console</LinkButton>
      </Card>
    );
  }
  if (error.digest?.startsWith(IN_THE_WAY)) {
    return (
      <Card title="This page cannot be shown now">
        <p className="mb-3">{error.digest.slice(IN_THE_WAY.length)}</p>
        <Button type="button" onClick={reset}>
          Try again
        </Button>
      </Card>
    );
  }
  return (
    <Card title="This page could not be shown">
      <p className="mb-1">Something went wrong on our side. Nothing was lost that was answered as done.</p>
      {error.digest && (
        <p className="mb-3 text-muted">
          The server&apos;s log has the cause under request <code className="break-all">{error.digest}</code>.
        </p>
      )}
      <Button type="button" onClick={reset}>
        Try again
      </Button>
    </Card>
  );
}
