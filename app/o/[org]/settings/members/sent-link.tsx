import { CodeBlock } from "@/app/_shared/code-block";
import { Notice } from "@/app/_ui/controls";
import { Moment } from "@/app/_ui/time";
import type { SentInvitation } from "@/server/members/invite";

const MAIL_TEXTS = {
  sent: (email: string) => `Mailed to ${email}.`,
  failed: (email: string) => `The mail to ${email} could not be sent; the server's log says why. Send the link yourself.`,
  none: (email: string) => `No mail is set up here: send the link to ${email} yourself.`,
};

/** The link of an invitation, which is shown this once, and whether it was mailed. */
export function SentLink({ sent }: { sent: SentInvitation }) {
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={sent.mail === "sent" ? "ok" : "warn"} role="status">
        {MAIL_TEXTS[sent.mail](sent.email)}
      </Notice>
      <CodeBlock text={sent.link} label={`Invitation link for ${sent.email}`}>
        Shown this once
      </CodeBlock>
      <p className="text-muted">
        Good once, for {sent.email} alone, until <Moment at={sent.expiresAt} />. Who has the link can join by it.
      </p>
    </div>
  );
}
