import type { EntitySchema, PluginSchema, SchemaSet } from "../kong-schema/schema";
import { acls } from "./entities/acls";
import { acmeStorage } from "./entities/acme-storage";
import { basicauthCredentials } from "./entities/basicauth-credentials";
import { caCertificates } from "./entities/ca-certificates";
import { certificates } from "./entities/certificates";
import { clusteringDataPlanes } from "./entities/clustering-data-planes";
import { consumers } from "./entities/consumers";
import { filterChains } from "./entities/filter-chains";
import { hmacauthCredentials } from "./entities/hmacauth-credentials";
import { jwtSecrets } from "./entities/jwt-secrets";
import { keySets } from "./entities/key-sets";
import { keyauthCredentials } from "./entities/keyauth-credentials";
import { keys } from "./entities/keys";
import { oauth2AuthorizationCodes } from "./entities/oauth2-authorization-codes";
import { oauth2Credentials } from "./entities/oauth2-credentials";
import { oauth2Tokens } from "./entities/oauth2-tokens";
import { parameters } from "./entities/parameters";
import { plugins } from "./entities/plugins";
import { ratelimitingMetrics } from "./entities/ratelimiting-metrics";
import { routes } from "./entities/routes";
import { services } from "./entities/services";
import { sessions } from "./entities/sessions";
import { snis } from "./entities/snis";
import { targets } from "./entities/targets";
import { upstreams } from "./entities/upstreams";
import { vaults } from "./entities/vaults";
import { workspaces } from "./entities/workspaces";
import { acl } from "./plugins/acl";
import { acme } from "./plugins/acme";
import { aiPromptDecorator } from "./plugins/ai-prompt-decorator";
import { aiPromptGuard } from "./plugins/ai-prompt-guard";
import { aiPromptTemplate } from "./plugins/ai-prompt-template";
import { aiProxy } from "./plugins/ai-proxy";
import { aiRequestTransformer } from "./plugins/ai-request-transformer";
import { aiResponseTransformer } from "./plugins/ai-response-transformer";
import { awsLambda } from "./plugins/aws-lambda";
import { azureFunctions } from "./plugins/azure-functions";
import { basicAuth } from "./plugins/basic-auth";
import { botDetection } from "./plugins/bot-detection";
import { correlationId } from "./plugins/correlation-id";
import { cors } from "./plugins/cors";
import { datadog } from "./plugins/datadog";
import { fileLog } from "./plugins/file-log";
import { grpcGateway } from "./plugins/grpc-gateway";
import { grpcWeb } from "./plugins/grpc-web";
import { hmacAuth } from "./plugins/hmac-auth";
import { httpLog } from "./plugins/http-log";
import { ipRestriction } from "./plugins/ip-restriction";
import { jwt } from "./plugins/jwt";
import { keyAuth } from "./plugins/key-auth";
import { ldapAuth } from "./plugins/ldap-auth";
import { loggly } from "./plugins/loggly";
import { oauth2 } from "./plugins/oauth2";
import { opentelemetry } from "./plugins/opentelemetry";
import { postFunction } from "./plugins/post-function";
import { preFunction } from "./plugins/pre-function";
import { prometheus } from "./plugins/prometheus";
import { proxyCache } from "./plugins/proxy-cache";
import { rateLimiting } from "./plugins/rate-limiting";
import { redirect } from "./plugins/redirect";
import { requestSizeLimiting } from "./plugins/request-size-limiting";
import { requestTermination } from "./plugins/request-termination";
import { requestTransformer } from "./plugins/request-transformer";
import { responseRatelimiting } from "./plugins/response-ratelimiting";
import { responseTransformer } from "./plugins/response-transformer";
import { session } from "./plugins/session";
import { standardWebhooks } from "./plugins/standard-webhooks";
import { statsd } from "./plugins/statsd";
import { syslog } from "./plugins/syslog";
import { tcpLog } from "./plugins/tcp-log";
import { udpLog } from "./plugins/udp-log";
import { zipkin } from "./plugins/zipkin";

const ENTITIES: readonly EntitySchema[] = [
  acls,
  acmeStorage,
  basicauthCredentials,
  caCertificates,
  certificates,
  clusteringDataPlanes,
  consumers,
  filterChains,
  hmacauthCredentials,
  jwtSecrets,
  keySets,
  keyauthCredentials,
  keys,
  oauth2AuthorizationCodes,
  oauth2Credentials,
  oauth2Tokens,
  parameters,
  plugins,
  ratelimitingMetrics,
  routes,
  services,
  sessions,
  snis,
  targets,
  upstreams,
  vaults,
  workspaces,
];

/** The plugins that are part of open-source Kong Gateway 3.9, by name. */
export const CATALOG_PLUGINS: readonly PluginSchema[] = [
  acl,
  acme,
  aiPromptDecorator,
  aiPromptGuard,
  aiPromptTemplate,
  aiProxy,
  aiRequestTransformer,
  aiResponseTransformer,
  awsLambda,
  azureFunctions,
  basicAuth,
  botDetection,
  correlationId,
  cors,
  datadog,
  fileLog,
  grpcGateway,
  grpcWeb,
  hmacAuth,
  httpLog,
  ipRestriction,
  jwt,
  keyAuth,
  ldapAuth,
  loggly,
  oauth2,
  opentelemetry,
  postFunction,
  preFunction,
  prometheus,
  proxyCache,
  rateLimiting,
  redirect,
  requestSizeLimiting,
  requestTermination,
  requestTransformer,
  responseRatelimiting,
  responseTransformer,
  session,
  standardWebhooks,
  statsd,
  syslog,
  tcpLog,
  udpLog,
  zipkin,
];

const entityByKind = new Map(ENTITIES.map((each) => [each.name, each]));
const pluginByName = new Map(CATALOG_PLUGINS.map((each) => [each.name, each]));

/** What open-source Kong Gateway 3.9 takes: every kind of entity, and the 45 plugins that are part of it. */
export const CATALOG: SchemaSet = { gatewayVersion: "3.9", entity: (kind) => entityByKind.get(kind), plugin: (name) => pluginByName.get(name) };
