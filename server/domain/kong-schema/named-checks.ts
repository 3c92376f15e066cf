/**
 * The checks that Kong writes as functions, by Kong's name of the function where it has one, as `check` of a schema names
 * them. A check refuses only what Kong 3.9 certainly refuses; what is odd, or cannot be told for certain, is a warning.
 */
import * as certificates from "./checks/certificate-checks";
import * as hosts from "./checks/host-checks";
import { checkKeyEntity, checkPemKeys } from "./checks/key-checks";
import { checkLua } from "./checks/lua-checks";
import * as nodes from "./checks/node-checks";
import { checkPath, checkRoutePath } from "./checks/path-checks";
import * as plugins from "./checks/plugin-checks";
import { checkRoute } from "./checks/route-checks";
import * as texts from "./checks/text-checks";
import { checkEntryWithValue, checkHeaderEntry, checkHeaderRename } from "./checks/transformer-checks";
import type { NamedCheck } from "./named-check";

/** Every check by its name; a name that is not here is not checked. */
export const NAMED_CHECKS: ReadonlyMap<string, NamedCheck> = new Map<string, NamedCheck>([
  ["validate_host", hosts.checkHost],
  ["validate_host_with_optional_port", hosts.checkHostWithPort],
  ["validate_host_with_wildcards", hosts.checkHostWithWildcards],
  ["validate_wildcard_host", hosts.checkWildcardHost],
  ["validate_sni", hosts.checkSni],
  ["validate_ip", hosts.checkIp],
  ["validate_ip_or_cidr", hosts.checkIpOrCidr],
  ["validate_name", hosts.checkUpstreamName],
  ["validate_target", hosts.checkTarget],
  ["validate_path", checkPath],
  ["validate_path_with_regexes", checkRoutePath],
  ["validate_route", checkRoute],
  ["path_handling", nodes.checkPathHandling],
  ["validate_utf8_name", texts.checkName],
  ["validate_tag", texts.checkTag],
  ["validate_url", texts.checkUrl],
  ["validate_uri", texts.checkRedirectUri],
  ["validate_header_name", texts.checkHeaderName],
  ["validate_http_token", texts.checkHttpToken],
  ["validate_certificate", certificates.checkCertificate],
  ["validate_key", certificates.checkKey],
  ["certificate_matches_key", certificates.checkCertificateMatchesKey],
  ["certificate_types_differ", certificates.checkCertificateTypesDiffer],
  ["ca_certificate", certificates.checkCaCertificate],
  ["validate_ssl_key", certificates.checkVerificationKey],
  ["validate_pem_keys", checkPemKeys],
  ["keys_jwk_pem", checkKeyEntity],
  ["validate_function", checkLua],
  ["validate_lua_expression", checkLua],
  ["check_for_value", checkEntryWithValue],
  ["validate_headers", checkHeaderEntry],
  ["validate_colon_headers", checkHeaderRename],
  ["validate_periods_order", plugins.checkPeriodsOrder],
  ["validate_asterisk_or_regex", plugins.checkOrigin],
  ["is_regex", plugins.checkRegex],
  ["http_log_authorization", plugins.checkHttpLog],
  ["request_termination_body", plugins.checkRequestTermination],
  ["validate_flows", plugins.checkFlows],
  ["resource_attributes", plugins.checkResourceAttributes],
  ["validate_static_tags", plugins.checkStaticTags],
  ["lambda_proxy_url", plugins.checkLambdaProxy],
  ["llm_route_type", plugins.checkLlmRouteType],
  ["acme_shm_name", nodes.checkSharedDictionary],
  ["acme_storage", nodes.checkAcmeStorage],
  ["validate_namespace", nodes.checkNamespace],
  ["proxy_cache_memory", nodes.checkProxyCacheMemory],
  ["validate_shared_dict", () => []],
  ["wasm_status", nodes.checkWasmStatus],
]);
