import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What `openssl ca` wants to know; it, unlike `openssl x509`, takes dates in the past. */
const CA_CONFIG = `[ca]
default_ca = own
[own]
new_certs_dir = .
database = index.txt
rand_serial = yes
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/** A certificate authority made now, that signs certificates for servers; `caFile` is what clients are to trust. */
export function createAuthority() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-ca-"));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2");
  writeFileSync(at("ca.conf"), CA_CONFIG);
  writeFileSync(at("index.txt"), "");
  const read = (name: string) => ({ key: readFileSync(at(`${name}.key`), "utf8"), cert: readFileSync(at(`${name}.pem`), "utf8") });
  return {
    caFile: at("ca.pem"),
    /** A key and certificate for the host. `endsOn` as YYYYMMDDHHMMSSZ; absent: in two days. */
    issue(name: string, subjectAltName: string, endsOn?: string) {
      openssl("req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`, "-addext", `subjectAltName=${subjectAltName}`);
      const days = endsOn === undefined ? ["-days", "2"] : ["-startdate", "20200101000000Z", "-enddate", endsOn];
      openssl("ca", "-batch", "-config", "ca.conf", "-in", `${name}.csr`, "-out", `${name}.pem`, "-notext", ...days);
      return read(name);
    },
    selfSigned(name: string, subjectAltName: string) {
      openssl(
        "req",
        "-x509",
        ...newKey,
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.pem`,
        "-subj",
        `/CN=${name}`,
        "-addext",
        `subjectAltName=${subjectAltName}`,
        "-days",
        "2",
      );
      return read(name);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
