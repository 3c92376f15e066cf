import { ENTITY_KINDS } from "@/server/domain/config-document/entity-kinds";

/** The kinds of entities as the console groups them; the rare ones last. */
const KIND_GROUPS: readonly (readonly [title: string, kinds: readonly string[]])[] = [
  ["Traffic", ["services", "routes", "plugins", "upstreams", "targets"]],
  ["Consumers", ["consumers", "keyauth_credentials", "basicauth_credentials", "hmacauth_credentials", "jwt_secrets", "oauth2_credentials", "acls"]],
  ["TLS and keys", ["certificates", "snis", "ca_certificates", "vaults", "keys", "key_sets"]],
];

/** Kinds that are rarely written by hand, or never: shown where there are any. */
const RARE_KINDS = ["consumer_groups", ...ENTITY_KINDS.keys()].filter((kind) => !KIND_GROUPS.some(([, kinds]) => kinds.includes(kind)));

export const isKind = (kind: string): boolean => RARE_KINDS.includes(kind) || KIND_GROUPS.some(([, kinds]) => kinds.includes(kind));

/** The groups to show, with "More" for the rare kinds that are in use. */
export function kindGroups(counts: Record<string, number>): typeof KIND_GROUPS {
  const rare = RARE_KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
  return rare.length > 0 ? [...KIND_GROUPS, ["More", rare]] : KIND_GROUPS;
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
  upstreams: [["targets", "upstream"]],
  certificates: [["snis", "certificate"]],
  key_sets: [["keys", "set"]],
};
