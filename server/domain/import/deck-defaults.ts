import { isMap } from "../config-document/finding";

type Fields = Record<string, unknown>;

/** decK's names of what has defaults, by the kind that they concern. */
const DEFAULTS_OF: Readonly<Record<string, string>> = {
  services: "service",
  routes: "route",
  upstreams: "upstream",
  targets: "target",
  consumers: "consumer",
  plugins: "plugin",
};

/** What a service's url says already. */
const URL_FIELDS = new Set(["protocol", "host", "port", "path"]);

/** Fills in what the entity leaves out or sets to null, record by record, as decK does; what it says stays. */
export function fillDefaults(kind: string, entity: Fields, defaults: Fields): void {
  const key = Object.hasOwn(DEFAULTS_OF, kind) ? DEFAULTS_OF[kind] : undefined;
  const values = key === undefined ? undefined : defaults[key];
  if (!isMap(values)) return;
  const hasUrl = kind === "services" && typeof entity["url"] === "string";
  const isGrpc = kind === "routes" && Array.isArray(entity["protocols"]) && entity["protocols"].some((protocol) => String(protocol).startsWith("grpc"));
  const usable = Object.entries(values).filter(
    // Kong refuses strip_path on a gRPC route, and decK takes it back there.
    ([field, value]) => !(hasUrl && URL_FIELDS.has(field)) && !(isGrpc && field === "strip_path" && value === true) && field !== "id" && field !== "name",
  );
  fillIn(entity, Object.fromEntries(usable));
}

function fillIn(target: Fields, values: Fields): void {
  for (const [field, value] of Object.entries(values)) {
    const own = target[field];
    if (own === undefined || own === null) target[field] = value;
    else if (isMap(own) && isMap(value)) {
      const inner = { ...own };
      fillIn(inner, value);
      target[field] = inner;
    }
  }
}
