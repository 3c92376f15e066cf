/**
 * How large what people send may be: every limit of size, each following from the one before, so that what one door takes none
 * behind it refuses. What is larger is refused by the console before it is sent, and else by the first door.
 */
import { z } from "zod";

const MIB = 1024 * 1024;

/**
 * The most of a configuration as a text, whole or in all the files of an import together. We promise to take 10,000 services,
 * 20,000 routes, 5,000 plugins and 10,000 consumers with a credential each: written out with ids and defaults, as decK dumps them, 16 MiB of
 * YAML and 25 MiB of JSON over lines.
 */
export const MOST_DOCUMENT_MIB = 32;
/** The same in bytes. */
export const MOST_DOCUMENT_BYTES = MOST_DOCUMENT_MIB * MIB;

/** The most of a request that carries a configuration: the escapes of a text that is JSON itself add a fifth at the most, those of YAML less. */
export const MOST_DOCUMENT_BODY_BYTES = MOST_DOCUMENT_BYTES + MOST_DOCUMENT_BYTES / 4;

/** The most of any other request, forms of the console among them: what Next reads of one. */
export const MOST_BODY_BYTES = MIB;

/** The most of one entity as a text: half of a request, so that its escapes have room. */
export const MOST_ENTITY_BYTES = MOST_BODY_BYTES / 2;

/** Sign-in sends a name and a password. */
const MOST_SIGN_IN_BYTES = 64 * 1024;

/** The procedures that carry a configuration. */
const OF_DOCUMENTS: ReadonlySet<string> = new Set([
  "configImports.preview",
  "configImports.take",
  "configVersions.check",
  "configVersions.publish",
  "drafts.saveYaml",
]);

const TRPC = "/api/trpc/";
/** Of the REST API each operation says how much it reads. */
const REST = "/api/v1/";

/** The most bytes of the body of a request for this path. */
export function mostBodyBytes(path: string): number {
  if (path.startsWith("/api/auth/")) return MOST_SIGN_IN_BYTES;
  if (path.startsWith(REST)) return MOST_DOCUMENT_BODY_BYTES;
  if (!path.startsWith(TRPC)) return MOST_BODY_BYTES;
  const [name = ""] = path.slice(TRPC.length).split("?");
  return OF_DOCUMENTS.has(name) ? MOST_DOCUMENT_BODY_BYTES : MOST_BODY_BYTES;
}

/** That many bytes in words. */
export function bytesText(bytes: number): string {
  if (bytes % MIB === 0) return `${bytes / MIB} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} bytes`;
}

/** The text of a whole configuration. */
export const DocumentText = z.string().max(MOST_DOCUMENT_BYTES, `A configuration has at most ${MOST_DOCUMENT_MIB} MiB.`);
