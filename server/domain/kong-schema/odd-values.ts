import { type CheckRun, warn } from "./check-run";
import type { FieldSchema } from "./schema";
import { fieldName } from "./value-words";

const STATUS = /(^|_)(status|status_code|error_code)$/;
const DURATION = /(^|_)(timeout|keepalive|interval|delay)$/;
const HEADER = /(^|_)header_name$/;

/** Warns of a number or text that Kong takes, but that can hardly be meant, by what its field is called. */
export function noteOddValue(run: CheckRun, field: FieldSchema, value: unknown): void {
  const name = run.path.at(-1);
  if (typeof name !== "string") return;
  if (typeof value === "number") {
    if (name === "port" && value === 0) warn(run, `${fieldName(run.path)} 0 leads nowhere.`, "Give the port that is listened on.");
    else if (value < 0 && DURATION.test(name)) warn(run, `${fieldName(run.path)} is negative.`, "Give a time of zero or more.");
    else if (STATUS.test(name) && (value < 100 || value > 599)) warn(run, `${value} is no HTTP status.`, "Use one from 100 to 599.");
    else if (name === "status_code" && field.default === 301 && (value < 300 || value > 399))
      warn(run, `${value} is no redirection.`, "Use a status from 300 to 399.");
  } else if (typeof value === "string") {
    if (HEADER.test(name) && !/^[A-Za-z0-9\-_]+$/.test(value))
      warn(run, `${fieldName(run.path)} is no header name that clients can send.`, "Use letters, digits and -.");
    else if (field.check === "validate_url" && name.endsWith("endpoint") && !/^https?:/i.test(value))
      warn(run, `${fieldName(run.path)} is no HTTP address.`, "Begin with https:// or http://.");
  }
}
