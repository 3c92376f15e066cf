import { ENTITY_KINDS } from "@/server/domain/config-document/entity-kinds";

/** The kinds of entities as the console groups them; the rare ones last. */
const KIND_GROUPS: readonly (readonly [title: string, kinds: readonly string[]])[] = [
  ["Traffic", ["services", "routes", "plugins", "upstreams", "targets"]],
  ["Consumers", ["consumers", "keyauth_credentials", "basicauth_credentials", "hmacauth_credentials", "jwt_secrets", "oauth2_credentials", "acls"]],
  ["TLS and keys", ["certificates", "snis", "ca_certificates", "vaults", "keys", "key_sets"]],
];

/** Of Kong Enterprise: shown, after the consumers, where a node takes them or there are any. */
const ENTERPRISE_KINDS = ["consumer_groups", "consumer_group_consumers"];

/** Kinds that are rarely written by hand, or never: shown where there are any. */
const RARE_KINDS = [...ENTITY_KINDS.keys()].filter((kind) => !ENTERPRISE_KINDS.includes(kind) && !KIND_GROUPS.some(([, kinds]) => kinds.includes(kind)));

export const isKind = (kind: string): boolean =>
  RARE_KINDS.includes(kind) || ENTERPRISE_KINDS.includes(kind) || KIND_GROUPS.some(([, kinds]) => kinds.includes(kind));

/** The groups to show, with "More" for the rare kinds that are in use. `taken`: the kinds that the nodes take. */
export function kindGroups(counts: Record<string, number>, taken: readonly string[]): typeof KIND_GROUPS {
  const isUsed = (kind: string): boolean => (counts[kind] ?? 0) > 0;
  const more = ENTERPRISE_KINDS.filter((kind) => taken.includes(kind) || isUsed(kind));
  const rare = RARE_KINDS.filter(isUsed);
  const groups = KIND_GROUPS.map(([title, [first = "", ...kinds]]) => [title, [first, ...(first === "consumers" ? more : []), ...kinds]] as const);
  return rare.length > 0 ? [...groups, ["More", rare]] : groups;
}

/** What may hang on an entity of a kind, with the field that then refers to it; an order in which they are shown. */
export const CHILDREN: Readonly<Record<string, readonly (readonly [kind: string, field: string])[]>> = {
  services: [
    ["routes", "service"],
    ["plugins", "service"],
  ],
  routes: [["plugins", "route"]],
  consumers: [
    ["keyauth_credentials", "consumer"],
    ["basicauth_credentials", "consumer"],
    ["hmacauth_credentials", "consumer"],
    ["jwt_secrets", "consumer"],
    ["oauth2_credentials", "consumer"],
    ["acls", "consumer"],
    ["plugins", "consumer"],
  ],
  consumer_groups: [
    ["consumer_group_consumers", "consumer_group"],
    ["plugins", "consumer_group"],
  ],
  upstreams: [["targets", "upstream"]],
  certificates: [["snis", "certificate"]],
  key_sets: [["keys", "set"]],
};
