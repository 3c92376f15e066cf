/** The plugins bundled with Kong Gateway 3.9.3 and their priorities. */
const priorities: Record<string, number> = {
  acl: 950,
  acme: 1705,
  "ai-prompt-decorator": 772,
  "ai-prompt-guard": 771,
  "ai-prompt-template": 773,
  "ai-proxy": 770,
  "ai-request-transformer": 777,
  "ai-response-transformer": 768,
  "aws-lambda": 750,
  "azure-functions": 749,
  "basic-auth": 1100,
  "bot-detection": 2500,
  "correlation-id": 100001,
  cors: 2000,
  datadog: 10,
  "file-log": 9,
  "grpc-gateway": 998,
  "grpc-web": 3,
  "hmac-auth": 1030,
  "http-log": 12,
  "ip-restriction": 990,
  jwt: 1450,
  "key-auth": 1250,
  "ldap-auth": 1200,
  loggly: 6,
  oauth2: 1400,
  opentelemetry: 14,
  "pre-function": 1000000,
  prometheus: 13,
  "proxy-cache": 100,
  "rate-limiting": 910,
  redirect: 779,
  "request-size-limiting": 951,
  "request-termination": 2,
  "request-transformer": 801,
  "response-ratelimiting": 900,
  "response-transformer": 800,
  session: 1900,
  "standard-webhooks": 760,
  statsd: 11,
  syslog: 4,
  "tcp-log": 7,
  "udp-log": 8,
  zipkin: 100000,
};

/** As `GET /` lists them. */
export const availablePlugins = Object.fromEntries(Object.entries(priorities).map(([name, priority]) => [name, { version: "3.9.3", priority }]));

/** An outline of what `GET /schemas/plugins/{name}` tells: the fields that all plugins have, and a config without fields. Undefined: no such plugin. */
export const pluginSchema = (name: string) =>
  Object.hasOwn(availablePlugins, name)
    ? {
        entity_checks: [],
        fields: [{ protocols: { type: "set", required: true, elements: { type: "string" } } }, { config: { type: "record", required: true, fields: [] } }],
      }
    : undefined;
