/** A config version of the sample org: what changed, when, and the document. */
export interface SampleVersion {
  daysAgo: number;
  message: string;
  source: string;
}

const service = (name: string, host: string, path: string, methods: string[] = []) => `- name: ${name}
  host: ${host}
  port: 8080
  routes:
  - name: ${name}
    paths: [${path}]${methods.length > 0 ? `\n    methods: [${methods.join(", ")}]` : ""}
`;
const rateLimit = (minute: number) => `- name: rate-limiting\n  instance_name: rate-limit\n  config: { minute: ${minute}, policy: local }\n`;
const proxyCache = "- name: proxy-cache\n  instance_name: catalogue-cache\n  config: { strategy: memory, cache_ttl: 60 }\n";
const correlationId = "- name: correlation-id\n  instance_name: request-id\n  config: { header_name: X-Request-Id, echo_downstream: true }\n";
const document = (services: string[], plugins: string[] = []) =>
  `_format_version: "3.0"\nservices:\n${services.join("")}${plugins.length > 0 ? `plugins:\n${plugins.join("")}` : ""}`;

const eu = [service("catalogue", "catalogue.eu.internal", "/catalogue", ["GET", "HEAD"]), service("orders", "orders.eu.internal", "/orders")];
const us = [service("catalogue", "catalogue.us.internal", "/catalogue", ["GET", "HEAD"]), service("orders", "orders.us.internal", "/orders")];

/** Of the group in Europe, oldest first. */
export const EU_VERSIONS: SampleVersion[] = [
  { daysAgo: 8, message: "Catalogue and orders", source: document(eu) },
  { daysAgo: 2, message: "600 requests a minute for each client", source: document(eu, [rateLimit(600)]) },
  { daysAgo: 0.03, message: "A request ID on every call", source: document(eu, [rateLimit(600), correlationId]) },
];

/** Of the group in America, oldest first. */
export const US_VERSIONS: SampleVersion[] = [
  { daysAgo: 7.5, message: "Catalogue and orders, as in Europe", source: document(us) },
  { daysAgo: 1.5, message: "300 requests a minute for each client", source: document(us, [rateLimit(300)]) },
];

/** Of the group for trying things, oldest first. */
export const STAGING_VERSIONS: SampleVersion[] = [
  { daysAgo: 5, message: "Catalogue alone", source: document(eu.slice(0, 1)) },
  { daysAgo: 1, message: "Returns, to be tried", source: document([...eu, service("returns", "returns.staging.internal", "/returns")], [correlationId]) },
];

/** What goes out in stages once the fleet is up, by group. */
export const STAGED_DOCUMENTS = {
  staging: {
    message: "Returns under their own host",
    source: document([...eu, service("returns", "returns.internal", "/returns")], [correlationId]),
  },
  "edge-eu": {
    message: "Search for everybody",
    source: document([...eu, service("search", "search.eu.internal", "/search", ["GET"])], [rateLimit(600), correlationId]),
  },
  "edge-us": { message: "Answers are cached for a minute", source: document(us, [rateLimit(300), proxyCache]) },
};
