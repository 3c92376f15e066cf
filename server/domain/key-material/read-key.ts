import { readPemBlocks } from "./pem";
import { readPrivateKey } from "./private-key";
import { readPublicKey, type PublicKey } from "./public-key";

/** What a text holds of a key, or why it holds none. */
export type KeyReading = { ok: true; isPrivate: boolean; key: PublicKey } | { ok: false; reason: "encrypted" | "certificate" | "none" };

const PUBLIC_LABELS: ReadonlySet<string> = new Set(["PUBLIC KEY", "RSA PUBLIC KEY"]);

/** The first key that a PEM text holds, of the wanted half; a node has no pass phrase, so an encrypted one counts for none. */
export function readKey(text: string, wanted: "private" | "public" | "any"): KeyReading {
  const blocks = readPemBlocks(text);
  const halves: boolean[] = [...(wanted === "public" ? [] : [true]), ...(wanted === "private" ? [] : [false])];
  for (const isPrivate of halves) {
    for (const { label, der, isEncrypted } of blocks) {
      if (!der || isEncrypted || label === "ENCRYPTED PRIVATE KEY") continue;
      const key = isPrivate ? readPrivateKey(label, der) : PUBLIC_LABELS.has(label) ? readPublicKey(der) : undefined;
      if (key) return { ok: true, isPrivate, key };
    }
  }
  if (blocks.some(({ label, isEncrypted }) => isEncrypted || label === "ENCRYPTED PRIVATE KEY")) return { ok: false, reason: "encrypted" };
  return { ok: false, reason: blocks.some(({ label }) => label.includes("CERTIFICATE")) ? "certificate" : "none" };
}
