import { isLoopback } from "./domain/client-address";
import type { Env } from "./env";

/** A mail in plain text to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands a mail to the mail server, and rejects where it does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** Whether it was the address alone that the mail server refused, so that mail to others may go through. */
export const isAddressRefused = (error: unknown): boolean => error instanceof Error && "command" in error && error.command === "RCPT TO";

/** A server that does not answer holds nobody up for longer. */
const PATIENCE_MS = 10_000;

/** The address of the mail server with all that we ask of it, which nodemailer takes from there alone. What the URL says itself stands. */
function withDefaults(url: string): string {
  const server = new URL(url);
  const defaults = {
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Who stands between could else talk a server out of it.
    requireTLS: !isLoopback(server.hostname),
  };
  for (const [name, value] of Object.entries(defaults)) if (!server.searchParams.has(name)) server.searchParams.set(name, String(value));
  return server.href;
}

/** What sends mail by the settings; undefined where none is set up. */
export function createMailer({ SIGNALBOX_SMTP_URL: url, SIGNALBOX_MAIL_FROM: from }: Env): SendMail | undefined {
  if (!url || !from) return undefined;
  const server = withDefaults(url);
  return async ({ to, subject, text }) => {
    // Loaded late: most hosts send none.
    const { createTransport } = await import("nodemailer");
    const transport = createTransport(server);
    try {
      await transport.sendMail({ from, to: { name: "", address: to }, subject, text });
    } finally {
      transport.close();
    }
  };
}
