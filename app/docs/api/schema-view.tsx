import { isMap } from "@/server/domain/config-document/finding";

type Schema = Record<string, unknown>;

const nameIn = (reference: string): string => reference.split("/").at(-1) ?? "";

/** A schema in a few words: "array of Finding", "integer, 1 to 200". */
function wordsOf(schema: Schema): string {
  if (typeof schema["$ref"] === "string") return nameIn(schema["$ref"]);
  if (Array.isArray(schema["anyOf"])) return schema["anyOf"].filter(isMap).map(wordsOf).join(" or ");
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map(String).join(", ");
  if (schema["type"] === "array") return `array of ${isMap(schema["items"]) ? wordsOf(schema["items"]) : "any"}`;
  const { minimum, maximum, maxLength, format, type = "any" } = schema;
  const isBounded = typeof maximum === "number" && maximum < 1e9;
  const bound = isBounded
    ? `, ${typeof minimum === "number" ? minimum : "up"} to ${maximum}`
    : typeof maxLength === "number"
      ? `, at most ${maxLength} characters`
      : "";
  return `${typeof format === "string" ? format : String(type)}${bound}`;
}

interface Props {
  schema: Schema;
  /** Where there is no member of that name to be told. */
  label: string;
}

/** The members of an object with their types, in words; a schema of a name links to where that is told. */
export function SchemaView({ schema, label }: Props) {
  const properties = isMap(schema["properties"]) ? schema["properties"] : undefined;
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : [];
  if (typeof schema["$ref"] === "string")
    return (
      <p>
        <a className="text-accent underline underline-offset-2" href={`#schema-${nameIn(schema["$ref"])}`}>
          {nameIn(schema["$ref"])}
        </a>
      </p>
    );
  if (!properties) return <p>{wordsOf(schema)}</p>;
  return (
    <dl aria-label={label} className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
      {Object.entries(properties).map(([name, member]) => {
        const of = isMap(member) ? member : {};
        const items = isMap(of["items"]) ? of["items"] : of;
        const reference = typeof items["$ref"] === "string" ? items["$ref"] : undefined;
        return (
          <div key={name} className="contents">
            <dt>
              <code className="text-[13px] break-all">{name}</code>
              {required.includes(name) ? "" : <span className="text-muted">?</span>}
            </dt>
            <dd className="min-w-0 break-words text-muted">
              {reference ? (
                <a className="text-accent underline underline-offset-2" href={`#schema-${nameIn(reference)}`}>
                  {wordsOf(of)}
                </a>
              ) : (
                wordsOf(of)
              )}
              {typeof of["description"] === "string" && ` · ${of["description"]}`}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
