/** What a field of CSV holds; null: nothing. */
type CsvValue = string | number | null;

/** Quoted as RFC 4180 says. A spreadsheet would run what begins like a formula, so a quote stands before that (OWASP, CSV injection). */
function csvField(value: CsvValue): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a line of names (RFC 4180: CRLF at each line's end); no field of it is run by a spreadsheet. */
export const csvText = (columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
