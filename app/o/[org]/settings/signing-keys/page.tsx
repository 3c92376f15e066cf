import type { Metadata } from "next";
import { CodeBlock } from "@/app/_shared/code-block";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { Copyable } from "@/app/_shared/copyable";
import { load, loadOrg } from "@/app/_trpc/server";
import { Card, PageTitle } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { can } from "@/server/domain/ability";
import { addSigningKeyAction, removeSigningKeyAction } from "./actions";

export const metadata: Metadata = { title: "Signing keys" };

export default async function SigningKeysPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [{ role }, keys] = await Promise.all([loadOrg(org), load((api) => api.signingKeys.list({ org }))]);
  const mayWrite = can(role, "signingKey.write");
  const now = Date.now();
  return (
    <>
      <PageTitle
        title="Signing keys"
        level={2}
        action={
          mayWrite && (
            <ConfirmButton label="Add a key" title="Add a signing key?" action={addSigningKeyAction.bind(null, org)} done="The key was added.">
              From now on it signs every config beside the others, and nodes that are set up pin it. Nodes that pin another key take config as before, but for
              agents older than 0.2, which refuse what two keys signed: they keep serving what they have until they are set up again.
            </ConfirmButton>
          )
        }
      >
        Every config is signed with each of these keys. An agent takes config by the one key that its setup named, and by no other.
      </PageTitle>
      {keys.map((key, index) => (
        <Card
          key={key.id}
          title={index === 0 ? "Newest key" : "Older key"}
          action={
            mayWrite &&
            keys.length > 1 && (
              <ConfirmButton
                isDanger
                label="Remove"
                title={`Remove the key ${key.id}?`}
                action={removeSigningKeyAction.bind(null, org, key.id)}
                done={`The key ${key.id} was removed.`}
              >
                It signs nothing more, and cannot be brought back. Agents that pin it keep serving what they have, and refuse every new config until they are
                set up again.
              </ConfirmButton>
            )
          }
        >
          <div className="flex flex-col gap-3">
            <p className="flex flex-wrap items-center gap-x-3">
              <Copyable text={key.id} label="the key's ID" />
              <span className="text-muted">
                Ed25519, made <Time at={key.createdAt} now={now} />. It signs every config{index === 0 ? ", and nodes that are set up now pin it" : ""}.
              </span>
            </p>
            <CodeBlock text={key.publicPem.trim()} label={`Public key ${key.id}`}>
              Public key, PEM
            </CodeBlock>
          </div>
        </Card>
      ))}
      <Card title="To replace a key">
        <ol className="list-decimal pl-5">
          <li>Add a key.</li>
          <li>
            Set up each node again; or set <code>SIGNALBOX_SIGNING_KEY_ID</code> of its agent to the new key&rsquo;s ID, and start the agent again. In the
            meantime both take every config.
          </li>
          <li>Remove the old key.</li>
        </ol>
      </Card>
    </>
  );
}
