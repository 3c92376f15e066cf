import { isMap } from "../../config-document/finding";
import type { NamedCheck, NamedFault } from "../named-check";
import { onText, quote } from "./on-text";

/** The memory that a node of Kong's own making shares between its workers; others need a directive in its settings. */
const SHARED_DICTIONARIES: ReadonlySet<string> = new Set(
  (
    "kong kong_locks kong_healthchecks kong_cluster_events kong_rate_limiting_counters kong_core_db_cache kong_core_db_cache_miss " +
    "kong_db_cache kong_db_cache_miss kong_secrets kong_dns_cache prometheus_metrics"
  ).split(" "),
);
const RESERVED_NAMESPACES = ["kong_acme:renew_config:", "kong_acme:renew_last_run", "kong_acme:cert_key:"];

const noDictionary = (name: string): NamedFault => ({
  message: `A node has no shared memory named ${quote(name)}.`,
  cure: "Leave the field out for the default, or use kong or kong_db_cache.",
});

/** Shared memory that every node has. */
export const checkSharedDictionary = onText((name) => (SHARED_DICTIONARIES.has(name) ? undefined : noDictionary(name)));

/** The memory strategy of a cache uses shared memory that every node has. */
export const checkProxyCacheMemory: NamedCheck = (value) => {
  const config = isMap(value) && isMap(value.config) ? value.config : value;
  if (!isMap(config) || config.strategy !== "memory" || !isMap(config.memory)) return [];
  const name = config.memory.dictionary_name;
  if (typeof name !== "string" || SHARED_DICTIONARIES.has(name)) return [];
  return [{ ...noDictionary(name), path: ["config", "memory", "dictionary_name"] }];
};

/** A prefix of names in Redis that the plugin does not use itself. */
export const checkNamespace = onText((text) => {
  const reserved = RESERVED_NAMESPACES.find((word) => text.startsWith(word));
  return reserved === undefined ? undefined : { message: `The namespace must not begin with ${quote(reserved)}.`, cure: "Use a word of your own." };
});

/** Certificates are kept where a node without database can keep them. */
export const checkAcmeStorage: NamedCheck = (value) => {
  const config = isMap(value) && isMap(value.config) ? value.config : value;
  if (!isMap(config) || config.storage !== "kong") return [];
  return [
    { message: 'The storage "kong" needs a database, which these nodes do not have.', cure: "Use redis, or shm for one node.", path: ["config", "storage"] },
  ];
};

/** Filters need WebAssembly, which is off unless a node is told otherwise. */
export const checkWasmStatus: NamedCheck = () => [
  { message: "These nodes do not run WebAssembly filters.", cure: "Remove the filter chain; a plugin may do the same.", path: ["filters"] },
];

/** Of routes: `v1` does not do what it says with the router that nodes use. */
export const checkPathHandling: NamedCheck = (value) => {
  if (!isMap(value) || value.path_handling !== "v1") return [];
  return [{ severity: "warning", message: 'The router does not know path_handling "v1" and treats it as "v0".', cure: 'Use "v0".', path: ["path_handling"] }];
};
