import type { ConfigEntity, EntityKey } from "../configuration/configuration";
import { shownField } from "../configuration/secrets";
import type { CellValue } from "../draft";

/** What a cell may look up beside its own entity. */
export interface CellLookup {
  /** The label of another entity; the id where it is missing. */
  labelOf: (key: EntityKey) => string;
  /** How many entities of the kind refer to, or are nested in, this one. */
  countOf: (kind: string, target: EntityKey) => number;
  /** Which entities of the kind refer to this one: their labels, at most so many. */
  labelsOf: (kind: string, target: EntityKey, most: number) => string[];
  /** What an entity refers to by the field, its parent included. */
  targetOf: (entity: ConfigEntity, field: string) => EntityKey | undefined;
}

/** A column of the list of a kind. */
export interface ListColumn {
  name: string;
  title: string;
  cell: (entity: ConfigEntity, lookup: CellLookup) => CellValue;
}

const isCell = (value: unknown): value is CellValue => ["string", "number", "boolean"].includes(typeof value);

/** Lists in cells are cut, so that a row stays a row. */
const MOST_LISTED = 5;

const listed = (values: readonly string[], total = values.length): string | null =>
  total === 0 ? null : `${values.slice(0, MOST_LISTED).join(", ")}${total > MOST_LISTED ? ` and ${total - MOST_LISTED} more` : ""}`;

function valueOf(entity: ConfigEntity, field: string): CellValue {
  const value = shownField(entity, field);
  if (Array.isArray(value)) return listed(value.map((each) => (isCell(each) ? String(each) : "…")));
  return isCell(value) ? value : null;
}

const own = (name: string, title: string, otherwise: CellValue = null): ListColumn => ({ name, title, cell: (entity) => valueOf(entity, name) ?? otherwise });

const reference = (field: string, title: string): ListColumn => ({
  name: field,
  title,
  cell: (entity, { targetOf, labelOf }) => {
    const target = targetOf(entity, field);
    return target ? labelOf(target) : null;
  },
});

const howMany = (kind: string, title: string): ListColumn => ({ name: kind, title, cell: (entity, { countOf }) => countOf(kind, entity) });

/** Where a gateway service leads, as one reads it: `http://echo.internal:8080/v1`. */
function addressOf(entity: ConfigEntity): CellValue {
  const url = valueOf(entity, "url");
  if (typeof url === "string") return url;
  const host = valueOf(entity, "host");
  const protocol = valueOf(entity, "protocol") ?? "http";
  const port = valueOf(entity, "port") ?? (protocol === "https" || protocol === "grpcs" || protocol === "tls" ? 443 : 80);
  return host === null ? null : `${String(protocol)}://${String(host)}:${String(port)}${String(valueOf(entity, "path") ?? "")}`;
}

const SCOPES = ["consumer", "consumer_group", "route", "service"] as const;

function scopeOf(entity: ConfigEntity, { targetOf, labelOf }: CellLookup): string {
  const parts = SCOPES.flatMap((field) => {
    const target = targetOf(entity, field);
    return target ? [`${field.replace("_", " ")} ${labelOf(target)}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : "global";
}

/** The credential kinds of open-source Kong. */
const CREDENTIAL_KINDS = [
  "keyauth_credentials",
  "basicauth_credentials",
  "hmacauth_credentials",
  "jwt_secrets",
  "oauth2_credentials",
  "mtls_auth_credentials",
] as const;

const CREDENTIALS: ListColumn = {
  name: "credentials",
  title: "Credentials",
  cell: (entity, { countOf }) => CREDENTIAL_KINDS.reduce((sum, kind) => sum + countOf(kind, entity), 0),
};

const SNIS: ListColumn = {
  name: "snis",
  title: "SNIs",
  cell: (entity, { labelsOf, countOf }) => listed(labelsOf("snis", entity, MOST_LISTED), countOf("snis", entity)),
};

const OF_CONSUMER = [reference("consumer", "Consumer")];

/** The columns of each kind's list beside the label; a kind that is not here shows the label alone. */
const COLUMNS: ReadonlyMap<string, readonly ListColumn[]> = new Map(
  Object.entries({
    services: [{ name: "address", title: "Address", cell: addressOf }, howMany("routes", "Routes"), howMany("plugins", "Plugins")],
    routes: [
      reference("service", "Gateway service"),
      own("protocols", "Protocols", "http, https"),
      own("methods", "Methods"),
      own("hosts", "Hosts"),
      own("paths", "Paths"),
      howMany("plugins", "Plugins"),
    ],
    consumers: [own("custom_id", "Custom ID"), CREDENTIALS, howMany("acls", "ACL groups"), howMany("plugins", "Plugins")],
    consumer_groups: [howMany("consumer_group_consumers", "Consumers"), howMany("plugins", "Plugins")],
    consumer_group_consumers: [reference("consumer_group", "Consumer group"), reference("consumer", "Consumer")],
    plugins: [{ name: "scope", title: "Scope", cell: scopeOf }, own("instance_name", "Instance name")],
    upstreams: [own("algorithm", "Algorithm", "round-robin"), howMany("targets", "Targets")],
    targets: [reference("upstream", "Upstream"), own("weight", "Weight", 100)],
    certificates: [SNIS],
    snis: [reference("certificate", "Certificate")],
    ca_certificates: [own("cert_digest", "Digest")],
    vaults: [own("name", "Kind"), own("description", "Description")],
    keys: [own("kid", "Key ID"), reference("set", "Key set")],
    key_sets: [howMany("keys", "Keys")],
    acls: [...OF_CONSUMER],
    keyauth_credentials: [...OF_CONSUMER],
    basicauth_credentials: [...OF_CONSUMER],
    hmacauth_credentials: [...OF_CONSUMER],
    jwt_secrets: [...OF_CONSUMER, own("algorithm", "Algorithm", "HS256")],
    oauth2_credentials: [...OF_CONSUMER, own("redirect_uris", "Redirect URIs")],
    mtls_auth_credentials: [...OF_CONSUMER],
  } satisfies Record<string, ListColumn[]>),
);

/** The columns of the kind's list, beside the label. */
export const columnsOf = (kind: string): readonly ListColumn[] => COLUMNS.get(kind) ?? [];

/** Whether an entity serves; null: its kind cannot be disabled. */
export const isEnabled = ({ kind, fields }: ConfigEntity): boolean | null => (["services", "plugins"].includes(kind) ? fields["enabled"] !== false : null);
