/** The quality (RFC 9110, 12.4.2) that each media range of an `Accept` is given, by range in lower case. */
function qualitiesOf(accept: string): Map<string, number> {
  const ranges = accept.split(",").map((range) => {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((each) => each.startsWith("q="))?.slice(2) ?? 1);
    return [name, quality >= 0 && quality <= 1 ? quality : 0] as const;
  });
  return new Map(ranges);
}

/**
 * Whether an `Accept` asks for the type rather than for the usual one: it names it, and likes it no less. A range as
 * `*` is no wish for the type.
 */
export function prefers(accept: string | null, type: string, usual: string): boolean {
  const qualities = qualitiesOf(accept ?? "");
  const quality = qualities.get(type) ?? 0;
  const others = qualities.get(usual) ?? 0;
  return quality > 0 && quality >= others;
}

/** Whether a `Content-Type` is the media type, whatever its case and parameters. */
export const isMediaType = (contentType: string | null, type: string): boolean => (contentType ?? "").split(";")[0]?.trim().toLowerCase() === type;
