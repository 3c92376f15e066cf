import { ConfirmButton } from "@/app/_shared/confirm-button";
import { StateBadge } from "@/app/_shared/state-badge";
import type { FormResult } from "@/app/_trpc/server";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";

interface Token {
  id: string;
  name: string;
  prefix: string;
  ownerName: string;
  state: "valid" | "expired" | "revoked";
  abilities: string[] | null;
  groupIds: string[] | null;
  expiresAt: number;
  warning: string | null;
  lastUsedAt: number | null;
  createdAt: number;
}

interface Props {
  label: string;
  tokens: Token[];
  groupNames: ReadonlyMap<string, string>;
  /** Whether it says whose each is. */
  hasOwner?: boolean;
  revoke: (tokenId: string) => Promise<FormResult>;
}

function Reach({ token, groupNames }: { token: Token; groupNames: Props["groupNames"] }) {
  const { abilities, groupIds } = token;
  return (
    <>
      <span title={abilities?.join(", ")}>{abilities ? `${abilities.length} ${abilities.length === 1 ? "ability" : "abilities"}` : "all abilities"}</span>
      <span className="text-muted"> in {groupIds ? groupIds.map((id) => groupNames.get(id) ?? "a deleted group").join(", ") : "all groups"}</span>
    </>
  );
}

/** Tokens with what they may, when they end and when they were used, and the way to revoke each. */
export function TokenTable({ label, tokens, groupNames, hasOwner = false, revoke }: Props) {
  const now = Date.now();
  return (
    <Table label={label} head={["Name", ...(hasOwner ? ["Of"] : []), "Begins", "May do", "State", "Ends", "Last used", "Made", "Action"]}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <td className="break-words">{token.name}</td>
          {hasOwner && <td>{token.ownerName}</td>}
          <td>
            <code className="text-[12.5px]">{token.prefix}…</code>
          </td>
          <td>
            <Reach token={token} groupNames={groupNames} />
          </td>
          <td>
            <StateBadge state={token.state} />
          </td>
          <td>
            <Moment at={token.expiresAt} />
            {token.warning && (
              <span className="block whitespace-nowrap text-warn">
                <span aria-hidden="true">! </span>
                {token.warning}
              </span>
            )}
          </td>
          <td>
            <Time at={token.lastUsedAt} now={now} />
          </td>
          <td>
            <Time at={token.createdAt} now={now} />
          </td>
          <td>
            {token.state === "valid" ? (
              <ConfirmButton isDanger label="Revoke" title={`Revoke ${token.name}?`} action={revoke.bind(null, token.id)} done="Access token revoked.">
                Whatever uses it gets 401 from its next request on. It cannot be taken back; make another token in its place.
              </ConfirmButton>
            ) : (
              <span className="text-muted">–</span>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}
