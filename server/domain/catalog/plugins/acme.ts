import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { HOSTS } from "../parts/route-fields";
import { GLOBAL_ONLY } from "../parts/scopes";
import { HOST, SECRET_REFERENCE, URL } from "../parts/text";

/** The rules of the plugin `acme`. */
export const acme = {
  name: "acme",
  purpose: "Security",
  help: "TODO",
  scopes: GLOBAL_ONLY,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "account_email", ...SECRET_REFERENCE, required: true, match: "%w*%p*@+%w*%.?%w*" },
      {
        name: "account_key",
        type: "record",
        fields: [
          { name: "key_id", type: "string", required: true },
          { name: "key_set", type: "string" },
        ],
      },
      { name: "api_uri", ...URL, default: "https://acme-v02.api.letsencrypt.org/directory" },
      { name: "tos_accepted", type: "boolean", default: false },
      { name: "eab_kid", ...SECRET_REFERENCE },
      { name: "eab_hmac_key", ...SECRET_REFERENCE },
      { name: "cert_type", type: "string", default: "rsa", one_of: ["rsa", "ecc"] },
      { name: "rsa_key_size", type: "number", default: 4096, one_of: [2048, 3072, 4096] },
      { name: "renew_threshold_days", type: "number", default: 14 },
      { name: "domains", ...HOSTS },
      { name: "allow_any_domain", type: "boolean", default: false },
      { name: "fail_backoff_minutes", type: "number", default: 5 },
      { name: "storage", type: "string", default: "shm", one_of: ["kong", "shm", "redis", "consul", "vault"] },
      {
        name: "storage_config",
        type: "record",
        required: true,
        fields: [
          { name: "shm", type: "record", required: true, fields: [{ name: "shm_name", type: "string", default: "kong", check: "acme_shm_name" }] },
          { name: "kong", type: "record", required: true, fields: [] },
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
                  { name: "namespace", type: "string", required: true, default: "", len_min: 0, check: "validate_namespace" },
                  { name: "scan_count", type: "number", default: 10 },
                ],
              },
            ],
            shorthand_fields: [
              {
                name: "auth",
                type: "string",
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
          {
            name: "consul",
            type: "record",
            required: true,
            fields: [
              { name: "https", type: "boolean", default: false },
              { name: "host", ...HOST },
              { name: "port", ...PORT },
              { name: "kv_path", type: "string" },
              { name: "timeout", type: "number" },
              { name: "token", type: "string", referenceable: true },
            ],
          },
          {
            name: "vault",
            type: "record",
            required: true,
            fields: [
              { name: "https", type: "boolean", default: false },
              { name: "host", ...HOST },
              { name: "port", ...PORT },
              { name: "kv_path", type: "string" },
              { name: "timeout", type: "number" },
              { name: "token", type: "string", referenceable: true },
              { name: "tls_verify", type: "boolean", default: true },
              { name: "tls_server_name", type: "string" },
              { name: "auth_method", type: "string", default: "token", one_of: ["token", "kubernetes"] },
              { name: "auth_path", type: "string" },
              { name: "auth_role", type: "string" },
              { name: "jwt_path", type: "string" },
            ],
          },
        ],
      },
      { name: "preferred_chain", type: "string" },
      { name: "enable_ipv4_common_name", type: "boolean", default: true },
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
