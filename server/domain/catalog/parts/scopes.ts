import type { PluginSchema } from "../../kong-schema/schema";

type Scopes = PluginSchema["scopes"];

/** Of a plugin that may be bound to a service, a route and a consumer. */
export const ANY_SCOPE = { service: true, route: true, consumer: true } as const satisfies Scopes;
/** Of a plugin that runs before the consumer is known. */
export const NO_CONSUMER = { service: true, route: true, consumer: false } as const satisfies Scopes;
/** Of a plugin that serves the whole Gateway. */
export const GLOBAL_ONLY = { service: false, route: false, consumer: false } as const satisfies Scopes;
