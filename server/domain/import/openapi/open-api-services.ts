import type { KongExtensions } from "./kong-extensions";
import { hostSlugOf, tagsOf } from "./entity-names";
import { addressOf, type ServerAddress } from "./server-address";

type Fields = Record<string, unknown>;

/** A gateway service with its routes, and the upstream that it sends to, if any. */
export interface MadeService {
  service: Fields;
  routes: Fields[];
  upstream?: Fields;
}

/** What a service is made from. */
export interface ServiceSource {
  name: string;
  servers: unknown;
  /** Of the document, and of what the service is for; later ones win. */
  extensions: readonly KongExtensions[];
  tags: readonly string[];
}

/** Stands for a host that is not known; no name server ever knows it, so that nothing is sent anywhere by mistake. */
export const HOST_TO_FILL_IN = "fill-in.invalid";

/** The service for these servers. Where they are several, or an upstream is described, it sends to an upstream with a target for each. */
export function makeService(
  { name, servers, extensions, tags }: ServiceSource,
  upstreamName: (wanted: string) => string,
  tell: (message: string) => void,
): MadeService {
  const serviceDefaults: Fields = Object.assign({}, ...extensions.map((each) => each.serviceDefaults));
  const upstreams = extensions.flatMap(({ upstreamDefaults }) => (upstreamDefaults ? [upstreamDefaults] : []));
  const address = addressOf(servers);
  const isGivenHost = typeof serviceDefaults["host"] === "string" || typeof serviceDefaults["url"] === "string";
  tellAddress(name, address, isGivenHost, tell);
  const allTags = tagsOf(...extensions.map((each) => each.tags));
  const tagged = allTags.length > 0 ? { tags: allTags } : {};
  const plugins = pluginsOf(extensions, allTags);
  const hasUpstream = !isGivenHost && address.targets.length > 0 && (address.targets.length > 1 || upstreams.length > 0);
  const upstream = hasUpstream
    ? {
        ...(Object.assign({}, ...upstreams) as Fields), // safe because only maps are read as defaults
        name: upstreamName(`${hostSlugOf(name) || "api"}.upstream`),
        ...tagged,
        targets: address.targets.map((target) => ({ target, ...tagged })),
      }
    : undefined;
  const { protocol, port, path, host } = address;
  const told = typeof serviceDefaults["url"] === "string" ? {} : { protocol, host: upstream?.name ?? host ?? HOST_TO_FILL_IN, port, ...(path && { path }) };
  const serviceTags = tagsOf(allTags, tags);
  const service = { ...told, ...serviceDefaults, name, ...(serviceTags.length > 0 && { tags: serviceTags }), ...(plugins.length > 0 && { plugins }) };
  return { service, routes: [], ...(upstream && { upstream }) };
}

/** The plugins of these extensions, of each name the last. */
export function pluginsOf(extensions: readonly KongExtensions[], tags: readonly string[]): Fields[] {
  const byName = new Map(extensions.flatMap(({ plugins }) => [...plugins]));
  return [...byName.values()].map((plugin) => (tags.length > 0 && plugin["tags"] === undefined ? { ...plugin, tags: [...tags] } : plugin));
}

function tellAddress(name: string, { notes, host, path, targets }: ServerAddress, isGivenHost: boolean, tell: (message: string) => void): void {
  const of = `Gateway service "${name}": `;
  if (isGivenHost) return;
  for (const note of notes)
    tell(`${of}${note}${host === undefined && note === notes.at(-1) ? ` Set its host, which is ${HOST_TO_FILL_IN} until then, with protocol and port.` : ""}`);
  if (targets.length > 1)
    tell(`${of}the requests are spread over its ${targets.length} servers. Delete the targets that are not to serve, such as those for tests.`);
  if (path !== undefined) tell(`${of}${path} is put before the path of each request; the routes are without it.`);
}
