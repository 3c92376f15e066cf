import { AsnConvert } from "@peculiar/asn1-schema";
import { BasicConstraints, Certificate, id_ce_basicConstraints } from "@peculiar/asn1-x509";
import { readPemBlocks } from "./pem";
import { readPublicKeyInfo, type PublicKey } from "./public-key";

/** What Kong asks of a certificate. */
export interface CertificateFacts {
  /** Undefined: of a kind that we cannot read. */
  key: PublicKey | undefined;
  notBefore: number;
  notAfter: number;
  isCa: boolean;
}

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
    return undefined;
  }
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
