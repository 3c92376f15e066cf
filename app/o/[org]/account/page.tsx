import type { Metadata } from "next";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { load } from "@/app/_trpc/server";
import { Card, PageTitle } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";
import { browserName } from "@/server/domain/browser-name";
import { NameForm, PasswordForm } from "./account-forms";
import { changePasswordAction, endSessionAction, updateAccountAction } from "./actions";
import { SecondFactor } from "./second-factor";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [account, sessions] = await load((api) => Promise.all([api.account.get(), api.account.listSessions()]));
  const now = Date.now();
  return (
    <>
      <PageTitle title="Your account">{account.email}, in every organization that you belong to.</PageTitle>
      <Card title="Name">
        <NameForm action={updateAccountAction.bind(null, org)} name={account.name} />
      </Card>
      <Card title="Password">
        {account.hasPassword ? (
          <PasswordForm action={changePasswordAction.bind(null, org)} email={account.email} />
        ) : (
          <p className="text-muted">You have none: you sign in with a provider.</p>
        )}
      </Card>
      <Card title="Second factor">
        <SecondFactor factor={account.secondFactor} hasPassword={account.hasPassword} />
      </Card>
      <h2 className="font-semibold">Where you are signed in</h2>
      <Table label="Sessions" head={["Browser", "Address", "Signed in", "Last seen", "Ends", "Action"]}>
        {sessions.map((session) => (
          <tr key={session.id}>
            <td>
              <span title={session.userAgent}>{browserName(session.userAgent)}</span>
            </td>
            <td>{session.address}</td>
            <td>
              <Time at={session.createdAt} now={now} />
            </td>
            <td>
              <Time at={session.lastSeenAt} now={now} />
            </td>
            <td>
              <Moment at={session.expiresAt} />
            </td>
            <td>
              {session.isThis ? (
                <span className="text-muted">this browser</span>
              ) : (
                <ConfirmButton
                  isDanger
                  label="Sign out"
                  title="Sign this browser out?"
                  action={endSessionAction.bind(null, org, session.id)}
                  done="Signed out."
                >
                  {browserName(session.userAgent)} at {session.address} must sign in again, from its next request on.
                </ConfirmButton>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
