import type { Metadata } from "next";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { NewToken } from "@/app/_shared/new-token";
import { TokenTable } from "@/app/_shared/token-table";
import { load } from "@/app/_trpc/server";
import { Card, Empty, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { roleName } from "@/server/domain/ability";
import { revokeTokenAction } from "../tokens/actions";
import { AccountDialog } from "./account-dialog";
import { createServiceTokenAction, deleteAccountAction, saveAccountAction } from "./actions";

export const metadata: Metadata = { title: "Service accounts" };

export default async function ServiceAccountsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [accounts, tokens, { longestDays }, groups] = await load((api) =>
    Promise.all([
      api.serviceAccounts.list({ org }),
      api.accessTokens.listAll({ org }),
      api.accessTokens.getLimit({ org }),
      api.runtimeGroups.list({ org }).then((found) => found.map(({ id, name }) => ({ id, name }))),
    ]),
  );
  const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
  return (
    <>
      <PageTitle title="Service accounts" level={2} action={<AccountDialog action={saveAccountAction.bind(null, org, null)} groups={groups} />}>
        Actors that are no persons, for pipelines and scripts that use the <TextLink href={paths.apiDocs()}>REST API</TextLink>.
      </PageTitle>
      {accounts.length === 0 && (
        <Card>
          <Empty title="No service account yet">One has a role as a member has, and stays when people come and go.</Empty>
        </Card>
      )}
      {accounts.map((account) => {
        const own = tokens.filter(({ serviceAccountId }) => serviceAccountId === account.id);
        const roles = [
          roleName(account.role),
          ...account.groupRoles.map(({ groupId, role }) => `${roleName(role)} in ${groupNames.get(groupId) ?? "a deleted group"}`),
        ];
        const actions = (
          <div className="flex flex-wrap gap-2">
            <NewToken action={createServiceTokenAction.bind(null, org, account.id)} groups={groups} longestDays={longestDays} accountName={account.name} />
            <AccountDialog action={saveAccountAction.bind(null, org, account.id)} groups={groups} account={account} />
            <ConfirmButton
              isDanger
              label="Delete"
              title={`Delete ${account.name}?`}
              action={deleteAccountAction.bind(null, org, account.id)}
              done={`${account.name} was deleted.`}
            >
              Its tokens die with it, at once: whatever uses one gets 401. What it did stays, under this name.
            </ConfirmButton>
          </div>
        );
        return (
          <Card key={account.id} title={account.name} action={actions}>
            <p className="mb-3 text-muted">{roles.join(", ")}</p>
            {own.length > 0 ? (
              <TokenTable label={`Tokens of ${account.name}`} tokens={own} groupNames={groupNames} revoke={revokeTokenAction.bind(null, org)} />
            ) : (
              <p className="text-muted">It has no token, and so does nothing yet.</p>
            )}
          </Card>
        );
      })}
    </>
  );
}
