const [SERVICES, ROUTES, PLUGINS, CONSUMERS] = [10_000, 20_000, 5_000, 10_000];
/** How many entities `largeDocument` holds. */
export const LARGE_ENTITIES = SERVICES + ROUTES + PLUGINS + CONSUMERS;

const PLUGIN_KINDS = [
  ["rate-limiting", "      config:\n        minute: 60\n        policy: local"],
  ["cors", "      config:\n        origins:\n        - https://app.example.com\n        methods:\n        - GET\n        - POST\n        max_age: 600"],
  ["request-transformer", "      config:\n        add:\n          headers:\n          - x-team:payments"],
  ["ip-restriction", "      config:\n        allow:\n        - 10.0.0.0/8"],
] as const;

const list = (count: number, entry: (n: number) => string): string => Array.from({ length: count }, (_, n) => entry(n)).join("");

function pluginOf(n: number): string {
  const [name, config] = PLUGIN_KINDS[n % PLUGIN_KINDS.length] ?? PLUGIN_KINDS[0];
  return `    plugins:\n    - name: ${name}\n${config}\n`;
}

function routeOf(n: number, r: number): string {
  const head = `    - name: route-${n}-${r}\n      paths:\n      - /service-${n}/${r}\n`;
  return `${head}      methods:\n      - GET\n      - POST\n      strip_path: false\n      tags:\n      - team-${n % 50}\n`;
}

function serviceOf(n: number): string {
  const head = `  - name: service-${n}\n    host: service-${n}.example.internal\n    port: 8080\n    tags:\n    - team-${n % 50}\n`;
  return `${head}    routes:\n${list(ROUTES / SERVICES, (r) => routeOf(n, r))}${n % (SERVICES / PLUGINS) === 0 ? pluginOf(n / 2) : ""}`;
}

/** A small configuration of the same kind. */
export const smallDocument = (): string => `_format_version: "3.0"\nservices:\n${list(SERVICES / 50, serviceOf)}`;

/** A large team's configuration as decK writes it: YAML of 10,000 services, 20,000 routes, 5,000 plugins and 10,000 consumers, without a fault. */
export const largeDocument = (): string =>
  `_format_version: "3.0"\nservices:\n${list(SERVICES, serviceOf)}consumers:\n${list(CONSUMERS, (n) => `  - username: consumer-${n}\n    custom_id: c-${n}\n`)}`;
