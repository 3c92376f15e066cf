/** What may go to the log of an unknown error: its names and codes, outermost first, and never a message, since a driver's holds its parameters. */
export function errorNames(error: unknown): string {
  const names: string[] = [];
  for (let cause = error; cause instanceof Error && names.length < 4; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" && /^[A-Z0-9_]{1,60}$/.test(cause.code) ? ` ${cause.code}` : "";
    names.push(`${cause.name}${code}`);
  }
  return names.join(" < ") || "unknown error";
}
