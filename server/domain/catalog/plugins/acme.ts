import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { HOSTS } from "../parts/route-fields";
import { GLOBAL_ONLY } from "../parts/scopes";
import { STORE_FIELDS } from "../parts/store-fields";
import { SECRET_REFERENCE, URL } from "../parts/text";

/** The rules of the plugin `acme`. */
export const acme = {
  name: "acme",
  purpose: "Security",
  help: "Gets certificates from Let's Encrypt, or another authority that speaks ACME, and renews them.",
  scopes: GLOBAL_ONLY,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "account_email", ...SECRET_REFERENCE, required: true, match: "%w*%p*@+%w*%.?%w*", help: "Where the authority writes to." },
      { name: "domains", ...HOSTS, help: "Names to get certificates for; one label at an end may be *." },
      { name: "tos_accepted", type: "boolean", default: false, help: "You accept the terms of service of Let's Encrypt." },
      { name: "api_uri", ...URL, default: "https://acme-v02.api.letsencrypt.org/directory", help: "The authority. Let's Encrypt has another one for trials." },
      {
        name: "storage",
        type: "string",
        default: "shm",
        one_of: ["kong", "shm", "redis", "consul", "vault"],
        help: "Where certificates are kept; redis, consul or vault where several nodes share them.",
      },
      {
        name: "storage_config",
        type: "record",
        required: true,
        fields: [
          {
            name: "shm",
            type: "record",
            required: true,
            fields: [{ name: "shm_name", type: "string", default: "kong", check: "acme_shm_name", help: "The shared dictionary on the node." }],
            help: "In the memory of one node, until it ends.",
          },
          { name: "kong", type: "record", required: true, fields: [], help: "In Kong's database; not on nodes without one." },
          {
            name: "redis",
            type: "record",
            required: true,
            fields: [
              ...REDIS_FIELDS,
              {
                name: "extra_options",
                type: "record",
                required: true,
                fields: [
                  { name: "namespace", type: "string", required: true, default: "", len_min: 0, check: "validate_namespace", help: "What keys begin with." },
                  { name: "scan_count", type: "number", default: 10, help: "How many keys are listed at once." },
                ],
                isAdvanced: true,
              },
            ],
            shorthand_fields: [
              {
                name: "auth",
                type: "string",
                encrypted: true,
                len_min: 0,
                deprecation: {
                  message: "acme: config.storage_config.redis.auth is deprecated, please use config.storage_config.redis.password instead",
                  replacedWith: [["password"]],
                },
              },
              {
                name: "ssl_server_name",
                type: "string",
                deprecation: {
                  message: "acme: config.storage_config.redis.ssl_server_name is deprecated, please use config.storage_config.redis.server_name instead",
                  replacedWith: [["server_name"]],
                },
              },
              {
                name: "namespace",
                type: "string",
                len_min: 0,
                deprecation: {
                  message: "acme: config.storage_config.redis.namespace is deprecated, please use config.storage_config.redis.extra_options.namespace instead",
                  replacedWith: [["extra_options", "namespace"]],
                },
              },
              {
                name: "scan_count",
                type: "integer",
                deprecation: {
                  message:
                    "acme: config.storage_config.redis.scan_count is deprecated, please use config.storage_config.redis.extra_options.scan_count instead",
                  replacedWith: [["extra_options", "scan_count"]],
                },
              },
            ],
          },
          { name: "consul", type: "record", required: true, fields: STORE_FIELDS },
          {
            name: "vault",
            type: "record",
            required: true,
            fields: [
              ...STORE_FIELDS,
              { name: "auth_method", type: "string", default: "token", one_of: ["token", "kubernetes"], help: "How Kong proves itself." },
              { name: "tls_verify", type: "boolean", default: true, isAdvanced: true },
              { name: "tls_server_name", type: "string", isAdvanced: true },
              { name: "auth_path", type: "string", help: "For kubernetes.", isAdvanced: true },
              { name: "auth_role", type: "string", help: "For kubernetes.", isAdvanced: true },
              { name: "jwt_path", type: "string", help: "For kubernetes: the file with the token of the service account.", isAdvanced: true },
            ],
            help: "HashiCorp Vault.",
          },
        ],
        help: "How to reach the storage.",
      },
      { name: "cert_type", type: "string", default: "rsa", one_of: ["rsa", "ecc"], help: "The type of key." },
      { name: "rsa_key_size", type: "number", default: 4096, one_of: [2048, 3072, 4096], help: "For rsa, in bits." },
      { name: "renew_threshold_days", type: "number", default: 14, help: "How many days before its end a certificate is renewed." },
      { name: "allow_any_domain", type: "boolean", default: false, help: "Gets a certificate for whatever name clients ask for.", isAdvanced: true },
      { name: "fail_backoff_minutes", type: "number", default: 5, help: "How long to wait after a failure.", isAdvanced: true },
      {
        name: "account_key",
        type: "record",
        fields: [
          { name: "key_id", type: "string", required: true, help: "The kid of the key." },
          { name: "key_set", type: "string", help: "The key set that it is in." },
        ],
        help: "A key of yours for the account, in place of one that Kong makes.",
        isAdvanced: true,
      },
      { name: "eab_kid", ...SECRET_REFERENCE, help: "The id of an account you have with the authority.", isAdvanced: true },
      { name: "eab_hmac_key", ...SECRET_REFERENCE, help: "The key of that account.", isAdvanced: true },
      { name: "preferred_chain", type: "string", help: "The root that the chain of certificates should end in.", isAdvanced: true },
      { name: "enable_ipv4_common_name", type: "boolean", default: true, help: "Gets certificates for addresses too.", isAdvanced: true },
    ],
  },
  entity_checks: [
    {
      conditional: {
        if_field: "config.api_uri",
        if_match: { one_of: ["https://acme-v02.api.letsencrypt.org", "https://acme-staging-v02.api.letsencrypt.org"] },
        then_field: "config.tos_accepted",
        then_match: { eq: { value: true } },
        then_err: "terms of service must be accepted, see https://letsencrypt.org/repository/",
      },
    },
    {
      conditional: {
        if_field: "config.storage",
        if_match: { eq: { value: "redis" } },
        then_field: "config.storage_config.redis.host",
        then_match: { required: true },
      },
    },
    {
      conditional: {
        if_field: "config.storage",
        if_match: { eq: { value: "redis" } },
        then_field: "config.storage_config.redis.port",
        then_match: { required: true },
      },
    },
    { custom_entity_check: { field_sources: ["config.storage"], check: "acme_storage" } },
  ],
} satisfies PluginSchema;
