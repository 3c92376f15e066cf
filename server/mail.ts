import type { Env } from "./env";

/** A mail in plain text to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands a mail to the mail server, and rejects where it does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** A server that does not answer holds nobody up for longer. */
const PATIENCE_MS = 10_000;

/** What sends mail by the settings; undefined where none is set up. */
export function createMailer({ SIGNALBOX_SMTP_URL: url, SIGNALBOX_MAIL_FROM: from }: Env): SendMail | undefined {
  if (!url || !from) return undefined;
  return async ({ to, subject, text }) => {
    // Loaded late: most hosts send none.
    const { createTransport } = await import("nodemailer");
    const patience = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, dnsTimeout: PATIENCE_MS };
    const transport = createTransport({ url, ...patience, disableFileAccess: true, disableUrlAccess: true });
    try {
      await transport.sendMail({ from, to: { name: "", address: to }, subject, text });
    } finally {
      transport.close();
    }
  };
}
