import { ConfirmButton } from "@/app/_shared/confirm-button";
import { load } from "@/app/_trpc/server";
import { Card, PageTitle } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";
import { browserName } from "@/server/domain/browser-name";
import { NameForm, PasswordForm } from "./account-forms";
import { changePasswordAction, endSessionAction, updateAccountAction } from "./actions";
import { SecondFactor } from "./second-factor";

/** The signed-in person's own account: name, password, second factor and sessions, which are of no organization. */
export async function Account() {
  const [account, sessions] = await load((api) => Promise.all([api.account.get(), api.account.listSessions()]));
  const now = Date.now();
  return (
    <>
      <Card title="Name">
        <NameForm action={updateAccountAction} name={account.name} />
      </Card>
      <Card title="Password">
        {account.hasPassword ? (
          <PasswordForm action={changePasswordAction} email={account.email} />
        ) : (
          <p className="text-muted">You have none: you sign in with a provider.</p>
        )}
      </Card>
      <Card title="Second factor">
        <SecondFactor factor={account.secondFactor} hasPassword={account.hasPassword} />
      </Card>
      <PageTitle title="Where you are signed in" level={2}>
        A session ends seven days after its sign-in, and before that once it was not used for a day.
      </PageTitle>
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
              <Moment at={session.endsAt} />
            </td>
            <td>
              {session.isThis ? (
                <span className="text-muted">this browser</span>
              ) : (
                <ConfirmButton isDanger label="Sign out" title="Sign this browser out?" action={endSessionAction.bind(null, session.id)} done="Signed out.">
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
