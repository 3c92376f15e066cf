"use client";
import { useEffect, useState } from "react";
import { FormError } from "../_shared/form-error";
import { settle } from "../_shared/use-form";
import { Card } from "../_ui/controls";
import { readInvitationAction, type ShownInvitation } from "./actions";
import { takeToken } from "./link-token";
import { JoinAsUser, NewPerson, SignInFirst, SignOutFirst } from "./ways-to-join";

type Answer = Awaited<ReturnType<typeof readInvitationAction>>;

function Ways({ token, invitation, onSignedOut }: { token: string; invitation: ShownInvitation; onSignedOut: () => void }) {
  const { user, email, hasAccount, ways } = invitation;
  if (user?.email === email) return <JoinAsUser token={token} user={user} />;
  if (user) return <SignOutFirst user={user} email={email} onSignedOut={onSignedOut} />;
  return hasAccount ? <SignInFirst token={token} email={email} /> : <NewPerson token={token} email={email} ways={ways} />;
}

/** What the link is good for, and the way to join for who opened it. */
export function Invitation() {
  const [shown, setShown] = useState<{ token: string; answer: Answer }>();
  const [reads, setReads] = useState(0);
  useEffect(() => {
    let isOver = false;
    const read = async () => {
      const token = takeToken();
      const answer = await settle(() => readInvitationAction(token));
      if (!isOver) setShown({ token, answer });
    };
    void read();
    // Another link of this page opens without a reload: it differs in its fragment alone.
    window.addEventListener("hashchange", read);
    return () => {
      isOver = true;
      window.removeEventListener("hashchange", read);
    };
  }, [reads]);
  if (!shown) {
    return (
      <p role="status" className="text-muted">
        Reading the invitation…
      </p>
    );
  }
  const { token, answer } = shown;
  if (!("orgName" in answer)) return <FormError result={answer} />;
  return (
    <>
      <p>
        {answer.invitedBy} invites <strong className="font-semibold">{answer.email}</strong> to{" "}
        <strong className="font-semibold break-words">{answer.orgName}</strong> as {answer.roles}.
      </p>
      <Card>
        <Ways token={token} invitation={answer} onSignedOut={() => setReads(reads + 1)} />
      </Card>
    </>
  );
}
