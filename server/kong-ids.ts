import { createHash } from "node:crypto";
import type { IdMaker } from "./domain/config-document/entity-ids";

const KONG_NAMESPACE = "fd02801f-0957-4a15-a55a-c8d9606f30b5";

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");

/** A version 5 UUID (RFC 9562, section 5.5) of the name in the namespace. */
function uuidV5(namespace: Uint8Array, name: string): string {
  const digest = createHash("sha1").update(namespace).update(name, "utf8").digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex", 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A namespace for each entity type, of which Kong has some thirty; made once, because each is a hash of its own. */
const namespaces = new Map<string, Uint8Array>();

function namespaceOf(entityType: string): Uint8Array {
  const namespace = namespaces.get(entityType) ?? bytesOf(uuidV5(bytesOf(KONG_NAMESPACE), entityType));
  namespaces.set(entityType, namespace);
  return namespace;
}

/** The id that Kong Gateway itself generates for the entity type and key text. */
export const makeKongId: IdMaker = (entityType, key) => uuidV5(namespaceOf(entityType), key);

/** `makeKongId` that makes each id once: the steps of one piece of work ask for the same ones. */
export function rememberKongIds(): IdMaker {
  const known = new Map<string, Map<string, string>>();
  return (entityType, key) => {
    let ofType = known.get(entityType);
    if (!ofType) known.set(entityType, (ofType = new Map<string, string>()));
    let id = ofType.get(key);
    if (id === undefined) ofType.set(key, (id = makeKongId(entityType, key)));
    return id;
  };
}
