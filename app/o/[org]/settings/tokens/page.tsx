import type { Metadata } from "next";
import { NewToken } from "@/app/_shared/new-token";
import { TokenTable } from "@/app/_shared/token-table";
import { load, loadOrg } from "@/app/_trpc/server";
import { Card, Empty, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { createTokenAction, revokeTokenAction, setLimitAction } from "./actions";
import { LimitForm } from "./limit-form";

export const metadata: Metadata = { title: "Access tokens" };

export default async function AccessTokensPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const me = await loadOrg(org);
  const seesAll = can(me.role, "token.write");
  const [tokens, { longestDays }, groups, all] = await load((api) =>
    Promise.all([
      api.accessTokens.list({ org }),
      api.accessTokens.getLimit({ org }),
      api.runtimeGroups.list({ org }).then((found) => found.map(({ id, name }) => ({ id, name }))),
      seesAll ? api.accessTokens.listAll({ org }) : [],
    ]),
  );
  const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
  const own = new Set(tokens.map(({ id }) => id));
  const others = all.filter(({ id }) => !own.has(id));
  const shown = { groupNames, revoke: revokeTokenAction.bind(null, org) };
  return (
    <>
      <PageTitle
        title="Your access tokens"
        level={2}
        action={<NewToken action={createTokenAction.bind(null, org)} groups={groups} longestDays={longestDays} />}
      >
        For scripts that act as you, through the <TextLink href={paths.apiDocs()}>REST API</TextLink>. They end with your membership.
      </PageTitle>
      {tokens.length > 0 ? (
        <TokenTable label="Your access tokens" tokens={tokens} {...shown} />
      ) : (
        <Card>
          <Empty title="You have no access token">What a pipeline does for everybody is better done by a service account, which stays when you go.</Empty>
        </Card>
      )}
      {others.length > 0 && (
        <>
          <PageTitle title="Tokens of others" level={2}>
            Of members and service accounts of this organization.
          </PageTitle>
          <TokenTable label="Tokens of others" tokens={others} hasOwner {...shown} />
        </>
      )}
      {can(me.role, "org.write") && (
        <Card title="How long tokens live">
          <LimitForm action={setLimitAction.bind(null, org)} longestDays={longestDays} />
        </Card>
      )}
    </>
  );
}
