/** One block of a PEM text. */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, … */
  label: string;
  /** True for what needs a pass phrase by its headers, as old private keys do. */
  isEncrypted: boolean;
  /** Undefined: what stands between the lines is no base64. */
  der: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * The blocks of a PEM text in their order, read as OpenSSL reads them: a block begins and ends with a line of its own,
 * text around it counts for nothing, and blanks at the ends of lines neither.
 */
export function readPemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let body: string[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trimEnd();
    const begun = /^-----BEGIN (.*)-----$/.exec(line)?.[1];
    if (begun !== undefined) {
      label = begun;
      body = [];
    } else if (label !== undefined && line === `-----END ${label}-----`) {
      blocks.push(blockOf(label, body));
      label = undefined;
    } else if (label !== undefined) body.push(line);
  }
  return blocks;
}

function blockOf(label: string, lines: string[]): PemBlock {
  const headerEnd = lines.some((line) => line.includes(":")) ? lines.indexOf("") : -1;
  const headers = lines.slice(0, Math.max(0, headerEnd));
  return { label, isEncrypted: headers.some((line) => /^Proc-Type:.*ENCRYPTED/.test(line)), der: decodeBase64(lines.slice(headerEnd + 1).join("")) };
}

/** The bytes of a base64 text with its padding; undefined for what is none. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const packed = text.replace(/[ \t\r\n]/g, "");
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** The bytes of a base64url text, whose padding may lack; undefined for what is none. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const end = text.indexOf("=");
  const packed = end < 0 ? text : text.slice(0, end);
  if (!/^[A-Za-z0-9_-]*$/.test(packed) || packed.length % 4 === 1) return undefined;
  const plain = packed.replaceAll("-", "+").replaceAll("_", "/");
  return decodeBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, "="));
}
