/**
 * Turns a description of an API (OpenAPI 3.0, 3.1) into a document for a gateway, in the way of decK's openapi2kong: one gateway service
 * for the servers of the document, and for every path or operation that has its own; one route for each operation. Nothing is fetched,
 * nothing made up: what a gateway needs and the description does not say is told.
 */
import { isMap, type Finding } from "../../config-document/finding";
import type { ImportNote, ImportResult } from "../import-files";
import { createNames, slugOf, tagsOf } from "./entity-names";
import { type KongExtensions, kongExtensionsOf, textsOf } from "./kong-extensions";
import { resolveLocally } from "./local-reference";
import { makeService, pluginsOf, type MadeService, type ServiceSource } from "./open-api-services";
import { routePathOf } from "./route-path";
import { securityNotes } from "./security-notes";

type Fields = Record<string, unknown>;

/** Where a description breaks the rules of OpenAPI. */
export interface OpenApiFault {
  path: (string | number)[];
  message: string;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
const MOST_NOTES = 60;

/** All that is gathered on the way. */
interface Reading {
  document: Fields;
  baseName: string;
  top: KongExtensions;
  made: MadeService[];
  /** The service of the document's own servers. */
  main?: MadeService;
  findings: Finding[];
  notes: string[];
  /** By service: the requests that a route of it takes already. */
  taken: Map<MadeService, Set<string>>;
  /** The services of paths that have their own. */
  byPath: Map<string, MadeService>;
  serviceName: (wanted: string) => string;
  routeName: (wanted: string) => string;
  upstreamName: (wanted: string) => string;
}

/** An operation, with what it takes from its path. */
interface Operation {
  template: string;
  method: (typeof METHODS)[number];
  item: Fields;
  itemExtensions: KongExtensions;
  operation: Fields;
}

/** The document for a gateway; never throws. `faults`: what a check against OpenAPI's own schema found, which is told. */
export function readOpenApi(document: Fields, faults: readonly OpenApiFault[] = []): ImportResult {
  const version = versionOf(document);
  if (typeof version !== "string") return { ok: false, format: "openapi", findings: [version] };
  const reading = begin(document);
  if (!/^3\.[01]/.test(version)) reading.notes.push(`OpenAPI ${version} was read as 3.1; what only it knows was left out.`);
  for (const { path, message } of faults) reading.notes.push(`Against the rules of OpenAPI, at ${path.join(".") || "the top"}: ${message}`);
  const paths = isMap(document["paths"]) ? document["paths"] : {};
  for (const template of Object.keys(paths)) readPath(reading, template, paths[template]);
  const { findings, made } = reading;
  if (made.length === 0 && findings.length === 0)
    findings.push(fault("The description has no operation under paths.", "Take one that describes requests.", ["paths"]));
  if (findings.length > 0) return { ok: false, format: "openapi", findings };
  if (isMap(document["webhooks"])) reading.notes.push("The webhooks were left out: they are requests that the API sends.");
  reading.notes.push(...securityNotes(document));
  const upstreams = made.flatMap(({ upstream }) => (upstream ? [upstream] : []));
  const services = made.map(({ service, routes }) => ({ ...service, routes }));
  const result = { _format_version: "3.0", services, ...(upstreams.length > 0 && { upstreams }) };
  return { ok: true, format: "openapi", version, document: result, notes: boundedNotes(reading.notes) };
}

/** As `3.1`, or why it cannot be read. */
function versionOf(document: Fields): string | Finding {
  if (document["swagger"] !== undefined) {
    const cure = "Convert it to OpenAPI 3 first, with swagger2openapi or the Swagger Editor, for example.";
    return fault(`This is Swagger ${String(document["swagger"]).slice(0, 20)}, the predecessor of OpenAPI 3.`, cure, ["swagger"]);
  }
  const text = String(document["openapi"]).trim();
  const version = /^(3\.[0-2])(\.\d+)?(-[\w.]+)?$/.exec(text)?.[1];
  return version ?? fault(`OpenAPI ${text.slice(0, 20)} cannot be read here.`, "Take a description in OpenAPI 3.0 or 3.1.", ["openapi"]);
}

function begin(document: Fields): Reading {
  const notes: string[] = [];
  const top = kongExtensionsOf(document, document, (message) => notes.push(message));
  const info = isMap(document["info"]) ? document["info"] : {};
  const title = typeof info["title"] === "string" ? info["title"] : "";
  const baseName = slugOf(top.name ?? title) || "api";
  if (slugOf(top.name ?? title) === "") notes.push('The description has no title: its gateway service is named "api".');
  const names = { serviceName: createNames(), routeName: createNames(), upstreamName: createNames() };
  return { document, baseName, top, made: [], findings: [], notes, taken: new Map(), byPath: new Map(), ...names };
}

function readPath(reading: Reading, template: string, value: unknown): void {
  if (template.startsWith("x-")) return;
  const path = ["paths", template];
  const resolved = resolveLocally(reading.document, value);
  if (!resolved.ok) {
    const reference = resolved.reference.slice(0, 80);
    if (resolved.reason === "elsewhere") {
      const cure = "Bundle the description into one file first, with redocly bundle, for example.";
      reading.findings.push(fault(`The path ${short(template)} stands in another file (${reference}), which is not read.`, cure, path));
    } else {
      const message = `The $ref ${reference} of the path ${short(template)} ${resolved.reason === "circle" ? "leads back to itself" : "names nothing in the document"}.`;
      reading.findings.push(fault(message, "Correct it, or write the path out.", path));
    }
    return;
  }
  const item = resolved.value;
  if (!isMap(item)) return void reading.notes.push(`The path ${short(template)} was left out: it is no map.`);
  const tell = (message: string): void => void reading.notes.push(`${short(template)}: ${message}`);
  const itemExtensions = kongExtensionsOf(reading.document, item, tell);
  for (const method of METHODS) {
    const operation = item[method];
    if (isMap(operation)) readOperation(reading, { template, method, item, itemExtensions, operation });
    else if (operation !== undefined) tell(`${method} was left out: it is no map.`);
  }
}

function readOperation(reading: Reading, { template, method, item, itemExtensions, operation }: Operation): void {
  const { document, baseName, top, notes } = reading;
  const label = `${method.toUpperCase()} ${short(template)}`;
  const matched = routePathOf(template);
  if (!matched) {
    const cause = template.startsWith("/") ? "a path holds no query and no #" : "a path begins with /";
    return void notes.push(`${label} was left out: ${cause}.`);
  }
  const extensions = kongExtensionsOf(document, operation, (message) => notes.push(`${label}: ${message}`));
  const nameParts = [baseName, operationName(extensions, itemExtensions, operation, template, method)];
  const target = serviceFor(reading, { template, method, item, itemExtensions, operation }, extensions, nameParts.join("_"));
  const request = `${method} ${matched.shape}`;
  const taken = reading.taken.get(target) ?? new Set<string>();
  reading.taken.set(target, taken);
  if (taken.has(request))
    notes.push(`${label} takes the same requests as another path, which differs in the names of its parameters alone: Kong answers with one of the two.`);
  taken.add(request);
  const own = [itemExtensions, extensions];
  const kongTags = tagsOf(top.tags, itemExtensions.tags, extensions.tags);
  const tags = tagsOf(kongTags, textsOf(operation["tags"]));
  const plugins = pluginsOf(own, kongTags);
  const defaults: Fields = Object.assign({}, ...[top, ...own].map((each) => each.routeDefaults));
  target.routes.push({
    strip_path: false,
    regex_priority: matched.regexPriority,
    ...defaults,
    name: reading.routeName(nameParts.join("_")),
    methods: [method.toUpperCase()],
    paths: [matched.path],
    ...(tags.length > 0 && { tags }),
    ...(plugins.length > 0 && { plugins }),
  });
}

function operationName(extensions: KongExtensions, item: KongExtensions, operation: Fields, template: string, method: string): string {
  const said = extensions.name ?? (typeof operation["operationId"] === "string" ? operation["operationId"] : "");
  return slugOf(said) || `${slugOf(item.name ?? template) || "root"}_${method}`;
}

/** The service of the operation's own servers, else of its path's, else of the document's; each made when it is first needed. */
function serviceFor(reading: Reading, { template, item, operation, itemExtensions }: Operation, own: KongExtensions, operationName: string): MadeService {
  const { document, top, baseName } = reading;
  const servers = [operation, item, document].map((part) => part["servers"]).find((list) => Array.isArray(list) && list.length > 0);
  const make = (wanted: string, source: Omit<ServiceSource, "name" | "tags">): MadeService => {
    const named = { name: reading.serviceName(wanted), tags: declaredTags(document), ...source };
    const made = makeService(named, reading.upstreamName, (message) => reading.notes.push(message));
    reading.made.push(made);
    return made;
  };
  if (asksForService(operation, own)) return make(operationName, { servers, extensions: [top, withoutPlugins(itemExtensions), withoutPlugins(own)] });
  if (asksForService(item, itemExtensions)) {
    const known = reading.byPath.get(template);
    if (known) return known;
    const made = make(`${baseName}_${slugOf(itemExtensions.name ?? template) || "root"}`, { servers, extensions: [top, withoutPlugins(itemExtensions)] });
    reading.byPath.set(template, made);
    return made;
  }
  return (reading.main ??= make(baseName, { servers, extensions: [top] }));
}

const asksForService = (part: Fields, { serviceDefaults, upstreamDefaults }: KongExtensions): boolean =>
  (Array.isArray(part["servers"]) && part["servers"].length > 0) || serviceDefaults !== undefined || upstreamDefaults !== undefined;

/** Plugins of paths and operations stand in the routes. */
const withoutPlugins = (extensions: KongExtensions): KongExtensions => ({ ...extensions, plugins: new Map() });

/** The names of the tags that the document itself declares. */
const declaredTags = (document: Fields): string[] =>
  Array.isArray(document["tags"]) ? textsOf(document["tags"].map((tag: unknown) => (isMap(tag) ? tag["name"] : undefined))) : [];

function boundedNotes(notes: readonly string[]): ImportNote[] {
  const told = [...new Set(notes)];
  const shown = told.slice(0, MOST_NOTES).map((message) => ({ message }));
  return told.length > MOST_NOTES ? [...shown, { message: `There are ${told.length - MOST_NOTES} more notes of this kind.` }] : shown;
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

const fault = (message: string, cure: string, path: (string | number)[]): Finding => ({ severity: "error", message, cure, path });
