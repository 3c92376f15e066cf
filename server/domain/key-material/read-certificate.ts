import { AsnConvert } from "@peculiar/asn1-schema";
import { BasicConstraints, Certificate, id_ce_basicConstraints } from "@peculiar/asn1-x509";
import { BitString, fromBER, Sequence } from "asn1js";
import { readPemBlocks } from "./pem";
import { readPublicKeyInfo, type PublicKey } from "./public-key";

/** What Kong asks of a certificate. */
export interface CertificateFacts {
  /** Undefined: of a kind that we cannot read. */
  key: PublicKey | undefined;
  notBefore: number;
  notAfter: number;
  /** Undefined: of a form that we cannot read, though OpenSSL may. */
  isCa: boolean | undefined;
}

const UNREAD: CertificateFacts = { key: undefined, notBefore: -Infinity, notAfter: Infinity, isCa: undefined };

const LABELS: ReadonlySet<string> = new Set(["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]);

/** The first certificate that a PEM text holds, which is the leaf of a chain; undefined where there is none that parses. */
export function readCertificate(text: string): CertificateFacts | undefined {
  const block = readPemBlocks(text).find(({ label }) => LABELS.has(label));
  if (!block?.der) return undefined;
  try {
    const { tbsCertificate } = AsnConvert.parse(block.der, Certificate);
    const { validity, extensions, subjectPublicKeyInfo } = tbsCertificate;
    const constraints = extensions?.find(({ extnID }) => extnID === id_ce_basicConstraints)?.extnValue.buffer;
    return {
      key: quietly(() => readPublicKeyInfo(subjectPublicKeyInfo)),
      notBefore: validity.notBefore.getTime().getTime(),
      notAfter: validity.notAfter.getTime().getTime(),
      isCa: constraints !== undefined && quietly(() => AsnConvert.parse(constraints, BasicConstraints).cA) === true,
    };
  } catch {
    // OpenSSL minds the outline only, and leaves what stands in the fields for later.
    return hasOutline(block.der) ? UNREAD : undefined;
  }
}

/** Whole BER of the three parts that every certificate has. */
function hasOutline(der: Uint8Array<ArrayBuffer>): boolean {
  const { result, offset } = fromBER(der);
  if (offset < 0 || !(result instanceof Sequence)) return false;
  const [signed, algorithm, signature] = result.valueBlock.value;
  return signed instanceof Sequence && signed.valueBlock.value.length > 5 && algorithm instanceof Sequence && signature instanceof BitString;
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
