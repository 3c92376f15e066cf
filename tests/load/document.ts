const SERVICES = 20;

/** The bench's declarative document: services with a route and a plugin each, about 10 kB as served. */
export function documentOf(number: number): string {
  const services = Array.from({ length: SERVICES }, (_, index) => ({
    name: `service-${index}`,
    host: `v${number}.service-${index}.example.internal`,
    port: 8080,
    routes: [{ name: `route-${index}`, paths: [`/service-${index}`], plugins: [{ name: "rate-limiting", config: { minute: 60, policy: "local" } }] }],
  }));
  return JSON.stringify({ _format_version: "3.0", services });
}
