import { createHash } from "node:crypto";
import { stringifySorted } from "../domain/config-document/canonical-json";
import { isError } from "../domain/config-document/finding";
import type { ReviewFinding } from "../domain/draft";

/** A text that is equal for equal errors, whatever their order and the instances that they concern; who accepts errors names them by it. */
export function errorStampOf(findings: readonly ReviewFinding[]): string {
  const errors = findings
    .filter(isError)
    .map(({ message, entity, path, gatewayVersions }) => stringifySorted([message, entity ?? null, path, gatewayVersions.toSorted()]));
  return createHash("sha256").update(JSON.stringify(errors.sort())).digest("base64url");
}
